"""The days that a report is about."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.reports.errors import BadPeriod
from bot.wording.values import INDIA

USUAL_DAYS = 30
# The backend counts within these years.
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included, in India."""

    first: date
    last: date

    @property
    def begin(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first, time(), INDIA)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time(), INDIA)


def usual(now: datetime) -> Period:
    """The last thirty days with today."""
    return _until(now.astimezone(INDIA).date())


def asked_for(first: str, last: str, now: datetime) -> Period:
    """The period between two days as a form gives them (YYYY-MM-DD, or nothing for the usual).

    Raises BadPeriod.
    """
    try:
        last_day = date.fromisoformat(last) if last else usual(now).last
        first_day = date.fromisoformat(first) if first else _until(last_day).first
    except (ValueError, OverflowError) as error:
        raise BadPeriod(f"{first} {last}") from error
    if not EARLIEST <= first_day <= last_day <= LATEST:
        raise BadPeriod(f"{first_day} {last_day}")
    return Period(first_day, last_day)


def _until(last: date) -> Period:
    return Period(last - timedelta(days=USUAL_DAYS - 1), last)
