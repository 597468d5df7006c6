"""Where a place lies in the utility's geography, and where to go."""

from __future__ import annotations

from datetime import date

from backend_client.models.base import Answer


class Place(Answer):
    """Where in the utility's geography a place lies; `known` is false for an unknown one.

    `locality` is the utility's spelling when known, else what was said.
    """

    utility: str
    known: bool
    #: False where nothing said whose place it is, and the default utility was taken.
    utility_known: bool = True
    locality: str | None = None
    locality_hi: str | None = None
    division: str | None = None
    division_hi: str | None = None
    circle: str | None = None
    area: str | None = None


class Nearest(Answer):
    """The known place nearest to coordinates, to be confirmed by whoever stands there.

    `utility` is null outside every area that the backend knows. `distance_km` and `certainty`
    (surveyed, approximate) belong to a known place.
    """

    utility: str | None = None
    known: bool
    locality: str | None = None
    locality_hi: str | None = None
    division: str | None = None
    division_hi: str | None = None
    circle: str | None = None
    area: str | None = None
    distance_km: float | None = None
    certainty: str | None = None


class Office(Answer):
    """A place to go to. `here` is true when it serves the locality that was asked for."""

    key: str
    kind: str
    name: str
    name_hi: str | None = None
    utility: str
    division: str | None = None
    here: bool = False
    source: str | None = None
    as_of: date | None = None
