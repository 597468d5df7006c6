"""Where a place lies: utility, division and circle, however its name is spelled."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import replace

from reference_backend.gazetteer import Entry, Place, cities, entries, in_block
from reference_backend.spelling import sound, words
from reference_backend.utility_data import Utility, default_utility, utilities

CENTRAL_DESK = "central_desk"  # routes what no division is known for

_PINCODE = re.compile(r"(?<!\d)[1-9]\d{5}(?!\d)")
_LONGEST_NAME = 5  # words
_MOST_WORDS = 40  # of an address; more is a story, not a place
_ALIKE = 0.83  # one slip in six letters
_SHORTEST_FORGIVEN = 5  # letters: shorter names must be spelled right, or all are alike


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
    told = utilities()[hint] if hint else _by_city(text)
    utility = told or default_utility()
    return Place(
        utility=utility.code,
        known=False,
        utility_known=told is not None,
        key=_key_of(text),
        locality=text,
        area=utility.area,
    )


def columns_of(place: Place) -> dict[str, str | None]:
    """What a record keeps of its place, by column; without a division the central desk has it."""
    return {
        "utility": place.utility,
        "place": place.key,
        "block": place.block,
        "division": place.division or CENTRAL_DESK,
        "circle": place.circle,
        "area": place.area,
    }


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
        code = cities().get(sound(word))
        if code:
            return utilities()[code]
    return None


def _key_of(text: str | None) -> str | None:
    heard = sound(text) if text else ""
    return f"said/{heard[:150]}" if heard else None


def _named(text: str, hint: str | None, *, only: bool) -> Place | None:
    parts = words(text)[:_MOST_WORDS]
    order = sorted(utilities(), key=lambda code: code != hint)
    order = order[:1] if only else order
    for search in (_exactly, _nearly):
        for code in order:
            found = search(parts, entries()[code])
            if found:
                return found
    return None


def _exactly(parts: list[str], known: dict[str, Entry]) -> Place | None:
    for heard, after in _windows(parts):
        entry = known.get(heard)
        if entry:
            return in_block(entry.place, after if entry.blocks else None)
    return None


def _nearly(parts: list[str], known: dict[str, Entry]) -> Place | None:
    # Kanpur is no slip of Lakhanpur: a city's name is left out before guessing.
    for heard, after in _windows([part for part in parts if sound(part) not in cities()]):
        if len(heard) < _SHORTEST_FORGIVEN:
            continue
        alike = difflib.get_close_matches(heard, known, n=1, cutoff=_ALIKE)
        if alike:
            entry = known[alike[0]]
            return in_block(entry.place, after if entry.blocks else None)
    return None


def _windows(parts: list[str]) -> Iterable[tuple[str, str | None]]:
    """Every run of words as it sounds, longest first, with the number that follows it."""
    for length in range(min(_LONGEST_NAME, len(parts)), 0, -1):
        for start in range(len(parts) - length + 1):
            end = start + length
            after = parts[end] if end < len(parts) and len(parts[end]) <= 2 else None
            yield sound("".join(parts[start:end])), after if after and after.isdigit() else None
