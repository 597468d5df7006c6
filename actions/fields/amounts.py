"""Quantities: load and money."""

from __future__ import annotations

import re
from typing import Any

from actions.fields.base import Accepted, Question, Reading, Refused, Unrelated
from actions.reading import ascii_digits, decimal_numbers, plain
from actions.understanding import Turn
from actions.vocabulary import goes_without, load_units, multiples, number_words

#: No single connection of a city's distribution utility is larger; above it the figure is
#: a slip. Assumption: HV-2 industry of the pilot stays far below 10 MW.
_MOST_KW = 10_000.0
_MOST_RUPEES = 100_000_000.0
#: "5", "sirf 5 hi": a number in more words than these needs its unit to be a load.
_BARE_WORDS = 3


def kilowatts(text: str) -> float | None:
    """The load that `text` states in kW; a bare number counts as kW. None where there is none.

    "2 kw" → 2.0, "5 HP" → 3.73, "dhai kilowatt" → 2.5, "1500 watt" → 1.5.
    """
    folded = plain(text)
    if multiples() & set(folded.split()):
        return None  # "hundred lakh kW" is no load that anybody has
    number = _first_number(folded)
    if number is None:
        return None
    rest = re.sub(r"[\d.,+]", " ", folded).replace(".", "")
    padded = f" {' '.join(rest.split())} "
    for unit, factor in load_units():
        if f" {unit} " in padded:
            return round(number * factor, 3)
    return number


def _first_number(folded: str) -> float | None:
    digits = decimal_numbers(folded)
    if digits:
        return digits[0]
    words = number_words()
    return next((words[word] for word in folded.split() if word in words), None)


class LoadKw(Question):
    """A load as asked for, in kW; kVA and BHP are converted."""

    name = "load_kw"

    def heard(self, turn: Turn) -> Any:
        """The last load in the message: "2 se 5 kw" wants five."""
        loads = [self.valid(one.value, one.text) for one in turn.said(self.name)]
        return next((one for one in reversed(loads) if one is not None), None)

    def read(self, turn: Turn) -> Reading:
        load = kilowatts(turn.text)
        by_itself = len(turn.plain.split()) <= _BARE_WORDS or _speaks_of_load(turn)
        if load is not None and 0 < load <= _MOST_KW and by_itself:
            return Accepted({self.name: load})
        if _speaks_of_load(turn) or (by_itself and any(map(str.isdecimal, turn.text))):
            return Refused("problem.load_kw")
        if self.optional and goes_without(turn.plain):
            return Accepted({self.name: None})
        return Unrelated()

    def valid(self, value: Any, typed: str) -> Any:
        load = kilowatts(typed) if typed and not isinstance(value, int | float) else float(value)
        if isinstance(value, str) and load is None:
            load = kilowatts(value)
        return load if load is not None and 0 < load <= _MOST_KW else None


def _speaks_of_load(turn: Turn) -> bool:
    padded = f" {turn.plain} "
    return any(f" {unit} " in padded for unit, _ in load_units() if len(unit) > 1)


class Amount(Question):
    """Money that was paid, in rupees."""

    name = "amount"

    def read(self, turn: Turn) -> Reading:
        value = self.valid(None, turn.text)
        if value is not None:
            return Accepted({self.name: value})
        if decimal_numbers(turn.text):
            return Refused("problem.amount")
        if self.optional and (goes_without(turn.plain) or turn.intent == "deny"):
            return Accepted({self.name: None})
        return Unrelated()

    def valid(self, value: Any, typed: str) -> Any:
        numbers = decimal_numbers(ascii_digits(typed or str(value)))
        if not numbers or not 0 < numbers[0] < _MOST_RUPEES:
            return None
        return int(numbers[0]) if numbers[0].is_integer() else numbers[0]
