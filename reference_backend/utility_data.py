"""The utilities' own rules and facts, read from the dated files under data/<utility>/."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field

DATA = Path(__file__).parent / "data"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(_Data):
    """One stated thing with its source and date; `assumption` until the utility confirms it."""

    key: str
    value: str | int | float
    unit: str | None = None
    source: str
    as_of: date
    assumption: bool = False


class Portals(_Data):
    """Where applications go on to, by category of connection."""

    by_category: dict[str, str]
    links: list[Fact]


class Term(_Data):
    """A promise or a legal standard in hours; `rural_hours` where the country has longer."""

    key: str
    hours: float = Field(gt=0)
    rural_hours: float | None = None
    kind: str | None = None
    subtype: str | None = None
    source: str
    as_of: date
    assumption: bool = False


class Duty(_Data):
    """Who answers and how urgent it is; 0 comes first. A subtype overrides its kind."""

    wing: str | None = None
    priority: int | None = Field(default=None, ge=0)


class ReopenedTerm(_Data):
    """Which share of the first time a reopened ticket gets."""

    share: float = Field(gt=0, le=1)
    source: str
    as_of: date


class Deadlines(_Data):
    """Wings, priorities, promises and standards of one utility."""

    promise: Term
    kinds: dict[str, Duty]
    subtypes: dict[str, Duty]
    standards: list[Term]
    reopened: ReopenedTerm


class LadderStep(_Data):
    """One senior on the ladder that a late ticket climbs."""

    role: str
    contact: str | None = None
    source: str
    as_of: date


class Pause(_Data):
    """How many hours a senior has before a ticket climbs on to the next."""

    value: float = Field(gt=0)
    source: str
    as_of: date
    assumption: bool = False


class Escalation(_Data):
    """The ladder from its lowest step, and the pause on each."""

    ladder: list[LadderStep]
    pause_hours: Pause


class Office(_Data):
    """A place that consumers can go to."""

    key: str
    kind: str
    name: str
    name_hi: str
    division: str | None = None
    source: str
    as_of: date


class Named(_Data):
    """A city or division with its spellings."""

    name: str
    name_hi: str
    also: list[str] = []


class Locality(Named):
    """A locality; without a division the central desk routes it."""

    division: str | None = None
    area: str | None = None
    blocks: bool = False
    source: str


class Geography(_Data):
    """Circles with their divisions, and the localities that are known."""

    cities: list[Named]
    circles: dict[str, list[Named]]
    localities: list[Locality]


class Utility(_Data):
    """One utility with all its files."""

    code: str
    name: str
    name_hi: str
    default: bool
    area: str | None
    pincodes: list[str]
    portals: Portals
    helplines: list[Fact]
    pay_link: str
    pay_links: list[Fact]
    ways_to_pay: list[Fact]
    counters: list[Fact]
    promises: list[Fact]
    deadlines: Deadlines
    escalation: Escalation
    offices: list[Office]
    geography: Geography


@cache
def utilities() -> dict[str, Utility]:
    """All utilities by code, the default one first; raises ValueError for a wrong file."""
    found = [_utility(folder) for folder in sorted(DATA.iterdir()) if folder.is_dir()]
    found.sort(key=lambda utility: not utility.default)
    if not found or sum(utility.default for utility in found) != 1:
        raise ValueError(f"exactly one utility under {DATA} must be the default")
    return {utility.code: utility for utility in found}


def default_utility() -> Utility:
    """The utility that takes what no other knows."""
    return next(iter(utilities().values()))


def _utility(folder: Path) -> Utility:
    return Utility(
        **_read(folder / "utility.yml"),
        deadlines=Deadlines(**_read(folder / "deadlines.yml")),
        geography=Geography(**_read(folder / "geography.yml")),
        escalation=Escalation(**_read(folder / "escalation.yml")),
        offices=_read(folder / "offices.yml")["offices"],
    )


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content
