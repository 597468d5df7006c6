"""Loads and sums of money: a number with its unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from components.folding import level
from components.numerals import Numeral
from components.spans import Span
from components.tables import rows
from components.words import Word

# kW per unit: kVA at a power factor of 0.9 and BHP at 0.746, as the UPPCL supply code counts.
KILOWATTS = {"kw": 1.0, "kva": 0.9, "hp": 0.746, "watt": 0.001}
_LONGEST_UNIT = 3
_SIGNS = frozenset({"₹", "rs", "inr", "ru"})
_KILOVOLT = frozenset({"kv", "केवी"})
_LINE_VOLTAGES = frozenset({11.0, 33.0, 66.0, 132.0, 220.0, 440.0})
_NO, _NOT = frozenset({"nahi", "nhi", "nai", "na"}), frozenset({"not"})
_ONLY = frozenset({"hi", "ही", "only"})


def read_quantities(text: str, words: list[Word], figures: Sequence[Numeral]) -> Iterator[Span]:
    """`load_kw` (value in kW, the unit as said in `detail`) and `amount` (rupees) in `text`,
    whose numbers are `figures`."""
    if not figures:
        return
    spoken = [level(text[word.start : word.end]) for word in words]
    for numeral in figures:
        following = numeral.after
        if spoken[following : following + 1] and spoken[following] in _ONLY:
            following += 1
        unit, after = _unit_at(spoken, following)
        if _is_denied(words, numeral, after):
            continue
        if unit in KILOWATTS and not _is_line_voltage(numeral, spoken[following]):
            yield _load(numeral, unit, words[after - 1].end)
        elif not unit or unit == "rupee":
            yield from _amount(text, words, numeral, after if unit else numeral.after)


def _is_denied(words: list[Word], numeral: Numeral, after: int) -> bool:
    """`2 kw nahi, 3 kw`, `not 2 kw`: the number that the person takes back."""
    before = words[numeral.first - 1].folded if numeral.first else ""
    return before in _NOT or any(word.folded in _NO for word in words[after : after + 1])


def _is_line_voltage(numeral: Numeral, unit: str) -> bool:
    """`11 kv` is said of a line, `2 kv` of a load (for kW)."""
    return unit in _KILOVOLT and numeral.value in _LINE_VOLTAGES


def _amount(text: str, words: list[Word], numeral: Numeral, after: int) -> Iterator[Span]:
    start, end = numeral.start, words[after - 1].end
    sign = words[numeral.first - 1] if numeral.first else None
    if sign and sign.folded in _SIGNS:
        start = sign.start
    elif text[end : end + 2] == "/-":
        end += 2
    elif after == numeral.after:
        return
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
