"""Days: when something was paid."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from actions.fields.base import Accepted, Question, Reading, Refused, Unrelated
from actions.reading import ascii_digits, has_letters, plain
from actions.understanding import Turn
from actions.vocabulary import day_words, days_back, goes_without, month_words

INDIA = ZoneInfo("Asia/Kolkata")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})[/.\-](\d{1,2})(?:[/.\-](\d{4}|\d{2}))?(?!\d)")
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
#: Between two days of the same number lie at most two months, as for the 31st.
_LONGEST_GAP = 63
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")


def today() -> date:
    """Today in India, where every consumer is."""
    return datetime.now(INDIA).date()


def past_day(text: str, now: date) -> date | None:
    """The day on or before `now` that `text` names, or None: "kal", "15/11", "3 nov".

    A day without a year is the latest one that is not in the future; Hindi says one word
    for yesterday and tomorrow, and a payment lies behind us.
    """
    folded = plain(text)
    iso = _ISO.search(ascii_digits(text))
    if iso:
        return _latest(int(iso[3]), int(iso[2]), iso[1], now)
    numeric = _NUMERIC.search(ascii_digits(text))
    if numeric:
        return _latest(int(numeric[1]), int(numeric[2]), numeric[3], now)
    month = next((month_words()[one] for one in folded.split() if one in month_words()), None)
    day = _DAY.search(folded)
    if month and day:
        return _latest(int(day[1]), month, None, now)
    if day and any(word in folded.split() for word in day_words()):
        return _day_of_month(int(day[1]), now)
    back = next((days for phrase, days in days_back() if f" {phrase} " in f" {folded} "), None)
    return now - timedelta(days=back) if back is not None else None


def _day_of_month(day: int, now: date) -> date | None:
    """ "2 tarikh ko": the latest second of a month that is not in the future."""
    for back in range(_LONGEST_GAP):
        found = now - timedelta(days=back)
        if found.day == day:
            return found
    return None


def _latest(day: int, month: int, year: str | None, now: date) -> date | None:
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        found = date(now.year, month, day)
        return found if found <= now else found.replace(year=now.year - 1)
    except ValueError:
        return None


class PaymentDate(Question):
    """The day of a payment: a date where one can be read, else the person's own words."""

    name = "payment_date"

    def read(self, turn: Turn) -> Reading:
        if self.optional and (goes_without(turn.plain) or turn.intent == "deny"):
            return Accepted({self.name: None})
        found = past_day(turn.text, today())
        if found is not None and found > today():
            return Refused("problem.payment_date")
        if found is not None:
            return Accepted({self.name: found.isoformat()})
        if (
            has_letters(turn.text)
            and len(turn.text) <= 60
            and turn.intent in ("inform", "nlu_fallback")
        ):
            return Accepted({self.name: turn.text.strip()})
        return (
            Refused("problem.payment_date") if any(map(str.isdecimal, turn.text)) else Unrelated()
        )

    def heard(self, turn: Turn) -> Any:
        """A day in the complaint itself: "2 tarikh ko jama kiya". Today does not count: "aaj
        tak", "abhi bhi" tell since when it is missing, not when it was paid."""
        if turn.intent != "payment_not_posted":
            return None
        found = past_day(turn.text, today())
        return found.isoformat() if found and found < today() else None

    def valid(self, value: Any, typed: str) -> Any:
        found = past_day(typed or str(value), today())
        return found.isoformat() if found and found <= today() else None
