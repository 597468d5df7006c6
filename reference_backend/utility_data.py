"""The utilities' own rules and facts, read from the dated files under data/<utility>/."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field

from reference_backend.position_data import Positions
from reference_backend.rule_data import Calendar, Data, Deadlines, Escalation
from reference_backend.supply_data import Connections, Incidents

DATA = Path(__file__).parent / "data"


class Fact(Data):
    """One stated thing with its source and date; `assumption` until the utility confirms it."""

    key: str
    value: str | int | float
    unit: str | None = None
    source: str
    as_of: date
    assumption: bool = False


class Portals(Data):
    """Where applications go on to, by category of connection."""

    by_category: dict[str, str]
    links: list[Fact]


class Office(Data):
    """A place that consumers can go to."""

    key: str
    kind: str
    name: str
    name_hi: str
    division: str | None = None
    source: str
    as_of: date


class Named(Data):
    """A city or division with its spellings."""

    name: str
    name_hi: str
    also: list[str] = Field(default_factory=list)


class Locality(Named):
    """A locality; without a division the central desk routes it."""

    division: str | None = None
    area: str | None = None
    blocks: bool = False
    source: str


class Feeder(Data):
    """A feeder and the localities that hang on it."""

    name: str
    localities: list[str]
    source: str


class Geography(Data):
    """Circles with their divisions, the localities that are known, and the feeders as far so."""

    cities: list[Named]
    circles: dict[str, list[Named]]
    localities: list[Locality]
    feeders: list[Feeder] = Field(default_factory=list)


class Utility(Data):
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
    calendar: Calendar
    escalation: Escalation
    incidents: Incidents
    connections: Connections
    offices: list[Office]
    geography: Geography
    positions: Positions


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
        calendar=Calendar(**_read(folder / "calendar.yml")),
        geography=Geography(**_read(folder / "geography.yml")),
        positions=Positions(**_read(folder / "positions.yml")),
        escalation=Escalation(**_read(folder / "escalation.yml")),
        incidents=Incidents(**_read(folder / "incidents.yml")),
        connections=Connections(**_read(folder / "connections.yml")),
        offices=_read(folder / "offices.yml")["offices"],
    )


def _read(file: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content
