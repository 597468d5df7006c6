"""Loads and sums of money: a number with its unit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from components.folding import level
from components.numerals import Numeral, numerals
from components.spans import Span
from components.tables import rows
from components.words import Word

# kW per unit: kVA at a power factor of 0.9 and BHP at 0.746, as the UPPCL supply code counts.
KILOWATTS = {"kw": 1.0, "kva": 0.9, "hp": 0.746, "watt": 0.001}
_LONGEST_UNIT = 3
_ONLY = frozenset({"hi", "ही", "only"})


def read_quantities(text: str, words: list[Word]) -> list[Span]:
    """`load_kw` (value in kW, the unit as said in `detail`) and `amount` (rupees) in `text`."""
    return list(_quantities(text, words))


def _quantities(text: str, words: list[Word]) -> Iterator[Span]:
    spoken = [level(text[word.start : word.end]) for word in words]
    for numeral in numerals(text, words):
        following = numeral.after + (
            spoken[numeral.after : numeral.after + 1] in [[o] for o in _ONLY]
        )
        unit, after = _unit_at(spoken, following)
        if unit in KILOWATTS:
            yield _load(numeral, unit, words[after - 1].end)
            continue
        before = numeral.first - 1
        start, end = numeral.start, numeral.end
        has_sign_before = before >= 0 and _units().get((spoken[before],)) == "rupee"
        if unit == "rupee":
            end = words[after - 1].end
        elif has_sign_before:
            start = words[before].start
        elif text[end : end + 2] == "/-":
            end += 2
        else:
            continue
        yield Span("amount", start, end, _plain(numeral.value))


def _load(numeral: Numeral, unit: str, end: int) -> Span:
    kilowatts = round(numeral.value * KILOWATTS[unit], 3)
    detail = {"unit": unit, "said": _plain(numeral.value)}
    return Span("load_kw", numeral.start, end, _plain(kilowatts), detail)


def _unit_at(spoken: list[str], place: int) -> tuple[str, int]:
    """(unit, word after it) of the longest unit at `place`; an empty unit if there is none."""
    for length in range(_LONGEST_UNIT, 0, -1):
        unit = _units().get(tuple(spoken[place : place + length]))
        if unit and place + length <= len(spoken):
            return unit, place + length
    return "", place


def _plain(value: float) -> float | int:
    return int(value) if value == int(value) else value


@lru_cache(maxsize=1)
def _units() -> dict[tuple[str, ...], str]:
    return {tuple(level(form).split()): unit for unit, forms in rows("units.tsv") for form in forms}
