"""How the values of a sample file are read: times, mobile numbers, sums."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from reference_backend import vocabulary
from reference_backend.clock import IST, in_india, now

_RELATIVE = re.compile(r"^now([+-]\d{1,5})([hd])$")
_LAST_OF_DAY = time(23, 59, 59)


def _moment(value: Any) -> Any:
    """A time without offset is Indian time; a bare day lasts until its end."""
    if not isinstance(value, str):
        return value
    relative = _RELATIVE.match(value.strip())
    if relative:
        unit = "hours" if relative.group(2) == "h" else "days"
        return now() + timedelta(**{unit: int(relative.group(1))})
    stated = datetime.fromisoformat(value.strip())
    if len(value.strip()) <= len("2026-12-05"):
        stated = datetime.combine(stated, _LAST_OF_DAY)
    return stated if stated.tzinfo else stated.replace(tzinfo=IST)


def _day(value: Any) -> Any:
    moment = _moment(value)
    return in_india(moment).date() if isinstance(moment, datetime) else moment


def _mobile(value: Any) -> Any:
    """Ten digits, however it was written; anything else stays as it is."""
    digits = re.sub(r"[\s()-]", "", str(value))
    match = re.fullmatch(r"(?:\+?91|0)?([6-9]\d{9})", digits)
    return match.group(1) if match else value


def _lower(value: Any) -> Any:
    return value.strip().lower() if isinstance(value, str) else value


Moment = Annotated[datetime, BeforeValidator(_moment)]
Day = Annotated[date, BeforeValidator(_day)]
Mobile = Annotated[str, BeforeValidator(_mobile), StringConstraints(max_length=20)]
Number = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Text = Annotated[str, StringConstraints(max_length=200)]
Story = Annotated[str, StringConstraints(max_length=4096)]
Sum = Annotated[float, Field(ge=-1e9, le=1e9, allow_inf_nan=False)]
Load = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]
TicketStatus = Annotated[vocabulary.TicketStatus, BeforeValidator(_lower)]
ApplicationStatus = Annotated[vocabulary.ApplicationStatus, BeforeValidator(_lower)]
