"""Counting hours on a utility's calendar. Moments carry their offset; elapsed time is real time,
so a clock that is put forward or back shifts no deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from reference_backend.rule_data import WEEKDAYS, Calendar, Term

_MOST_DAYS = 366 * 20  # a calendar of nothing but holidays must end in an error, not in a hang


def due_after(calendar: Calendar, term: Term, area: str | None, start: datetime) -> datetime:
    """When the hours of a term are over that begin to run at `start`.

    Raises ValueError when the calendar leaves no office hours for it.
    """
    rural = area == "rural" and term.rural_hours is not None
    length = timedelta(hours=term.rural_hours if rural and term.rural_hours else term.hours)
    if term.counts == "all_hours":
        return start.astimezone(UTC) + length
    return office_time_after(calendar, start, length)


def office_time_after(calendar: Calendar, start: datetime, length: timedelta) -> datetime:
    """The moment (UTC) at which so much office time has passed since `start`.

    Raises ValueError when no end is found within twenty years.
    """
    start = start.astimezone(UTC)
    left = length
    for opens, closes in _windows(calendar, start):
        begins = max(opens, start)
        if closes <= begins:
            continue
        if closes - begins >= left:
            return begins + left
        left -= closes - begins
        start = closes  # a day that a zone left out has the window of the next: counted once
    raise ValueError(f"the calendar leaves no {length} of office hours")


def is_working_day(calendar: Calendar, day: date) -> bool:
    """Whether offices work on that day."""
    if WEEKDAYS[day.weekday()] not in calendar.office_hours.days:
        return False
    named = (day.isoformat(), day.strftime("%m-%d"))
    return not any(holiday.day in named for holiday in calendar.holidays)


def _windows(calendar: Calendar, start: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Office hours in UTC, day by day from the one on which `start` falls."""
    zone = ZoneInfo(calendar.timezone)
    first = start.astimezone(zone).date()
    hours = calendar.office_hours
    for number in range(_MOST_DAYS):
        day = first + timedelta(days=number)
        if is_working_day(calendar, day):
            yield _at(day, hours.opens, zone), _at(day, hours.closes, zone)


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)
