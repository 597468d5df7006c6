"""Where a place lies: utility, division and circle, however its name is spelled."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from reference_backend.spelling import sound, words
from reference_backend.utility_data import (
    Locality,
    Named,
    Utility,
    default_utility,
    utilities,
)

CENTRAL_DESK = "central_desk"  # routes what no division is known for

_PINCODE = re.compile(r"(?<!\d)[1-9]\d{5}(?!\d)")
_LONGEST_NAME = 5  # words
_MOST_WORDS = 40  # of an address; more is a story, not a place
_ALIKE = 0.83  # one slip in six letters
_SHORTEST_FORGIVEN = 5  # letters: shorter names must be spelled right, or all are alike


@dataclass(frozen=True)
class Place:
    """A place as the utility sees it; `key` is equal for all spellings of one locality.

    `known` means that a locality was recognised; `division` may be unknown even then.
    """

    utility: str
    known: bool
    key: str | None = None
    block: str | None = None
    locality: str | None = None
    locality_hi: str | None = None
    division: str | None = None
    division_hi: str | None = None
    circle: str | None = None
    area: str | None = None


@dataclass(frozen=True)
class _Entry:
    place: Place
    blocks: bool


def find_place(
    text: str | None = None, pincode: str | None = None, near: Place | None = None
) -> Place:
    """The place that a text names; by its PIN or `near` (the account's place) if it names none.

    A text that no utility knows is kept as it was said; it is never refused.
    """
    written = _PINCODE.search(" ".join(words(text))) if text else None
    pincode = pincode or (written.group() if written else None)
    by_pincode = _utility_of(pincode)
    hint = by_pincode or (near.utility if near else None)
    named = _named(text, hint, only=by_pincode is not None) if text else None
    if named:
        return named
    if near and by_pincode in (None, near.utility):
        return _said(near, text) if text else near
    utility = utilities()[hint] if hint else _by_city(text) or default_utility()
    return Place(
        utility=utility.code, known=False, key=_key_of(text), locality=text, area=utility.area
    )


def division_hi(utility: str, division: str | None) -> str | None:
    """The division's name in Devanagari."""
    return _divisions_hi().get((utility, division or ""))


def locality_hi(key: str | None, block: str | None) -> str | None:
    """The name in Devanagari of a locality that `find_place` knew."""
    for entries in _entries().values():
        for entry in entries.values():
            if entry.place.key == key:
                return _with_block(entry.place, block).locality_hi
    return None


def _said(near: Place, text: str) -> Place:
    """A locality that nobody knows, at an account whose place is known."""
    return replace(
        near, known=False, key=_key_of(text), block=None, locality=text, locality_hi=None
    )


def _utility_of(pincode: str | None) -> str | None:
    if pincode is None:
        return None
    for utility in utilities().values():
        if pincode.startswith(tuple(utility.pincodes)):
            return utility.code
    return None


def _by_city(text: str | None) -> Utility | None:
    for word in words(text or ""):
        code = _cities().get(sound(word))
        if code:
            return utilities()[code]
    return None


@cache
def _cities() -> dict[str, str]:
    """Which utility a city belongs to, by the sound of its name."""
    return {
        sound(spelling): code
        for code, utility in utilities().items()
        for city in utility.geography.cities
        for spelling in _all(city)
    }


def _key_of(text: str | None) -> str | None:
    heard = sound(text) if text else ""
    return f"said/{heard[:150]}" if heard else None


def _named(text: str, hint: str | None, *, only: bool) -> Place | None:
    parts = words(text)[:_MOST_WORDS]
    order = sorted(utilities(), key=lambda code: code != hint)
    order = order[:1] if only else order
    for search in (_exactly, _nearly):
        for code in order:
            found = search(parts, _entries()[code])
            if found:
                return found
    return None


def _exactly(parts: list[str], entries: dict[str, _Entry]) -> Place | None:
    for heard, after in _windows(parts):
        entry = entries.get(heard)
        if entry:
            return _with_block(entry.place, after if entry.blocks else None)
    return None


def _nearly(parts: list[str], entries: dict[str, _Entry]) -> Place | None:
    # Kanpur is no slip of Lakhanpur: a city's name is left out before guessing.
    for heard, after in _windows([part for part in parts if sound(part) not in _cities()]):
        if len(heard) < _SHORTEST_FORGIVEN:
            continue
        alike = difflib.get_close_matches(heard, entries, n=1, cutoff=_ALIKE)
        if alike:
            entry = entries[alike[0]]
            return _with_block(entry.place, after if entry.blocks else None)
    return None


def _windows(parts: list[str]) -> Iterable[tuple[str, str | None]]:
    """Every run of words as it sounds, longest first, with the number that follows it."""
    for length in range(min(_LONGEST_NAME, len(parts)), 0, -1):
        for start in range(len(parts) - length + 1):
            end = start + length
            after = parts[end] if end < len(parts) and len(parts[end]) <= 2 else None
            yield sound("".join(parts[start:end])), after if after and after.isdigit() else None


def _with_block(place: Place, block: str | None) -> Place:
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
def _entries() -> dict[str, dict[str, _Entry]]:
    return {code: dict(_spellings(utility)) for code, utility in utilities().items()}


def _spellings(utility: Utility) -> Iterable[tuple[str, _Entry]]:
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
        yield from ((sound(spelling), _Entry(place, blocks)) for spelling in _all(named))


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
