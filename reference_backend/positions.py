"""Which place lies at given coordinates, and whose area that is.

The distances of this trade are a few kilometres, so the earth is taken for a sphere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt

from reference_backend.gazetteer import Place
from reference_backend.geography import find_place
from reference_backend.position_data import Position, Positions
from reference_backend.utility_data import utilities

_EARTH_KM = 6371.0


@dataclass(frozen=True)
class Near:
    """What lies nearest. `place` is known, or unknown within a utility's area, or None outside
    every area that we know. `distance_km` and `certainty` belong to a known place."""

    place: Place | None = None
    distance_km: float | None = None
    certainty: str | None = None


def nearest(latitude: float, longitude: float) -> Near:
    """The nearest known place that reaches so far; degrees (WGS 84)."""
    reached: list[tuple[float, str, Position]] = []
    for code, positions in _positions().items():
        for position in positions.places:
            distance = kilometres(latitude, longitude, position.latitude, position.longitude)
            if distance <= (position.reach_km or positions.reach_km):
                reached.append((distance, code, position))
    if reached:
        distance, code, position = min(reached, key=lambda one: one[0])
        place = find_place(position.name)
        return Near(place, round(distance, 1), _positions()[code].certainty)
    for code, positions in _positions().items():
        for circle in positions.area:
            if kilometres(latitude, longitude, circle.latitude, circle.longitude) <= circle.km:
                return Near(Place(utility=code, known=False, area=utilities()[code].area))
    return Near()


def kilometres(latitude: float, longitude: float, other: float, other_longitude: float) -> float:
    """The distance of two points given in degrees."""
    north, east = radians(other - latitude), radians(other_longitude - longitude)
    half = sin(north / 2) ** 2
    half += cos(radians(latitude)) * cos(radians(other)) * sin(east / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, half)))


@cache
def _positions() -> dict[str, Positions]:
    return {code: utility.positions for code, utility in utilities().items()}
