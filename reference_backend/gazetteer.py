"""The names of all known places, by their sound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from reference_backend.spelling import sound
from reference_backend.utility_data import Locality, Named, Utility, utilities


@dataclass(frozen=True)
class Place:
    """A place as the utility sees it; `key` is equal for all spellings of one locality.

    `known` means that a locality was recognised; `division` may be unknown even then. Without
    `utility_known` nothing said which utility it is, and the default one was taken.
    """

    utility: str
    known: bool
    utility_known: bool = True
    key: str | None = None
    block: str | None = None
    locality: str | None = None
    locality_hi: str | None = None
    division: str | None = None
    division_hi: str | None = None
    circle: str | None = None
    area: str | None = None


@dataclass(frozen=True)
class Entry:
    """A place under one of its spellings; `blocks` when it has numbered parts."""

    place: Place
    blocks: bool


@cache
def entries() -> dict[str, dict[str, Entry]]:
    """All places by utility and sound."""
    return {code: dict(_spellings(utility)) for code, utility in utilities().items()}


@cache
def cities() -> dict[str, str]:
    """Which utility a city belongs to, by the sound of its name."""
    return {
        sound(spelling): code
        for code, utility in utilities().items()
        for city in utility.geography.cities
        for spelling in _all(city)
    }


def division_hi(utility: str, division: str | None) -> str | None:
    """The division's name in Devanagari."""
    return _divisions_hi().get((utility, division or ""))


def locality_hi(key: str | None, block: str | None) -> str | None:
    """The name in Devanagari of a locality that is known by its key."""
    place = _by_key().get(key or "")
    return in_block(place, block).locality_hi if place else None


def in_block(place: Place, block: str | None) -> Place:
    """The numbered part of a place; the place itself without a number."""
    if block is None:
        return place
    block = str(int(block))
    return replace(
        place,
        block=block,
        locality=f"{place.locality} {block}",
        locality_hi=f"{place.locality_hi} {block}",
    )


@cache
def _by_key() -> dict[str, Place]:
    places = (entry.place for known in entries().values() for entry in known.values())
    return {place.key: place for place in places if place.key}


def _spellings(utility: Utility) -> Iterable[tuple[str, Entry]]:
    circle_of = {
        division.name: circle
        for circle, divisions in utility.geography.circles.items()
        for division in divisions
    }
    for named in (*_divisions(utility), *utility.geography.localities):
        division = named.division if isinstance(named, Locality) else named.name
        place = Place(
            utility=utility.code,
            known=True,
            key=f"{utility.code}/{sound(named.name)}",
            locality=named.name,
            locality_hi=named.name_hi,
            division=division,
            division_hi=_divisions_hi().get((utility.code, division or "")),
            circle=circle_of.get(division) if division else None,
            area=utility.area or (named.area if isinstance(named, Locality) else "urban"),
        )
        blocks = isinstance(named, Locality) and named.blocks
        yield from ((sound(spelling), Entry(place, blocks)) for spelling in _all(named))


def _divisions(utility: Utility) -> list[Named]:
    return [named for divisions in utility.geography.circles.values() for named in divisions]


@cache
def _divisions_hi() -> dict[tuple[str, str], str]:
    return {
        (code, named.name): named.name_hi
        for code, utility in utilities().items()
        for named in _divisions(utility)
    }


def _all(named: Named) -> list[str]:
    return [named.name, named.name_hi, *named.also]
