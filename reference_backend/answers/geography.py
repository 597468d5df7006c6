"""Where a place lies, where to go, and what the utility says of itself."""

from __future__ import annotations

from datetime import date

from reference_backend.answers.base import Answer
from reference_backend.utility_data import Fact


class PlaceAnswer(Answer):
    """Where a place lies; `known` is false for a locality that no utility knows, `utility_known`
    where nothing said whose place it is."""

    utility: str
    known: bool
    utility_known: bool
    locality: str | None
    locality_hi: str | None
    division: str | None
    division_hi: str | None
    circle: str | None
    area: str | None


class NearestAnswer(Answer):
    """What lies nearest to given coordinates. `utility` is null outside every area that we know;
    `distance_km` and `certainty` (surveyed, approximate) belong to a known place."""

    utility: str | None
    known: bool
    locality: str | None
    locality_hi: str | None
    division: str | None
    division_hi: str | None
    circle: str | None
    area: str | None
    distance_km: float | None
    certainty: str | None


class OfficeAnswer(Answer):
    """A place to go to; `here`: it serves the locality that was asked for."""

    key: str
    kind: str
    name: str
    name_hi: str
    utility: str
    division: str | None
    here: bool
    source: str
    as_of: date


class UtilityAnswer(Answer):
    """What a utility states, each line with source and date."""

    code: str
    name: str
    name_hi: str
    helplines: list[Fact]
    pay_links: list[Fact]
    ways_to_pay: list[Fact]
    counters: list[Fact]
    portals: list[Fact]
    promises: list[Fact]
