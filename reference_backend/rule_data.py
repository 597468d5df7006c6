"""The form of the dated rules: deadlines, calendar, and the ladder of a late ticket."""

from __future__ import annotations

from datetime import date, time
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from reference_backend.vocabulary import Kind

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Data(BaseModel):
    """Read from a file of the utility; a name that we do not know is a slip, not an extension."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sourced(Data):
    """A rule with its source and date; `assumption` until the utility confirms it."""

    source: str
    as_of: date
    assumption: bool = False


class Compensation(Sourced):
    """What the regulator names for a breach. Information for staff: the bot tells that there is
    a rule, never a sum, since nobody but the utility grants it."""

    rupees: float = Field(gt=0)
    per: Literal["day", "case"]


class Term(Sourced):
    """A promise or a legal standard in hours; `rural_hours` where the country has longer.

    It holds for tickets of its kind and subtype (None: all) that are reported from `valid_from`
    on, until a later rule of the same scope. `counts`: which hours are counted.
    """

    key: str
    hours: float = Field(gt=0)
    rural_hours: float | None = Field(default=None, gt=0)
    kind: Kind | None = None
    subtype: str | None = None
    valid_from: date | None = None
    counts: Literal["all_hours", "office_hours"] = "all_hours"
    compensation: Compensation | None = None

    @property
    def scope(self) -> tuple[str | None, str | None]:
        """Which tickets the rule speaks of."""
        return self.kind, self.subtype


class Duty(Data):
    """Who answers and how urgent it is; 0 comes first. A subtype overrides its kind."""

    wing: str | None = None
    priority: int | None = Field(default=None, ge=0)


class ReopenedTerm(Sourced):
    """Which share of the first time a reopened ticket gets."""

    share: float = Field(gt=0, le=1)


class Closing(Sourced):
    """After how many hours of silence a ticket is closed, counted from the question whether it is
    fixed; and how often a closing code may be tried."""

    silence_hours: float = Field(gt=0)
    code_tries: int = Field(gt=0)


class Deadlines(Data):
    """Wings, priorities, promises and standards of one utility."""

    promises: list[Term]
    standards: list[Term]
    kinds: dict[str, Duty]
    subtypes: dict[str, Duty]
    reopened: ReopenedTerm
    closing: Closing

    @model_validator(mode="after")
    def _every_ticket_has_a_promise(self) -> Self:
        general = [term for term in self.promises if term.scope == (None, None)]
        if all(term.valid_from for term in general):
            raise ValueError("one promise must hold for every ticket of any day")
        return self


class OfficeHours(Sourced):
    """When offices work, on the clock of the place."""

    days: list[Weekday] = Field(min_length=1)
    opens: time
    closes: time

    @model_validator(mode="after")
    def _opens_first(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("offices open before they close")
        return self


class Holiday(Sourced):
    """A day without office hours: every year ("01-26") or once ("2026-11-08")."""

    day: str = Field(pattern=r"^(\d{4}-)?\d{2}-\d{2}$")
    name: str

    @field_validator("day")
    @classmethod
    def _is_a_day(cls, day: str) -> str:
        date.fromisoformat(day if len(day) == 10 else f"2024-{day}")
        return day


class Calendar(Data):
    """The clock of the place, its office hours and holidays."""

    timezone: str
    office_hours: OfficeHours
    holidays: list[Holiday]

    @field_validator("timezone")
    @classmethod
    def _is_known(cls, name: str) -> str:
        ZoneInfo(name)
        return name


class LadderStep(Sourced):
    """One senior on the ladder that a late ticket climbs, or a forum beyond it."""

    role: str
    contact: str | None = None


class Officer(LadderStep):
    """Who is in charge of new tickets of a wing; of a circle or division where it is named."""

    wing: str | None = None
    circle: str | None = None
    division: str | None = None


class Pause(Sourced):
    """How many hours a senior has before a ticket climbs on to the next."""

    value: float = Field(gt=0)


class Escalation(Data):
    """Officers in charge, the ladder above them from its lowest step with the pause on each, and
    the forums outside the utility that a consumer may turn to after it."""

    officers: list[Officer]
    ladder: list[LadderStep]
    pause_hours: Pause
    beyond: list[LadderStep]
