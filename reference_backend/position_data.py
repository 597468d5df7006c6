"""What a utility's data say of where its places lie."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from reference_backend.rule_data import Data, Sourced


class Point(Data):
    """Degrees, WGS 84."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Circle(Point):
    """A part of the area: so many kilometres around a point."""

    km: float = Field(gt=0)


class Position(Point):
    """The middle of a locality or division. `reach_km`: how far from it one is still there."""

    name: str
    reach_km: float | None = Field(default=None, gt=0)


class Positions(Sourced):
    """`certainty`: surveyed, or approximate (about a kilometre, read off a map)."""

    certainty: Literal["surveyed", "approximate"]
    reach_km: float = Field(gt=0)
    area: list[Circle]
    places: list[Position]
