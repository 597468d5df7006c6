"""Quantities: load and money."""

from __future__ import annotations

import re
from typing import Any

from actions.fields.base import Accepted, Question, Reading, Refused, Unrelated
from actions.reading import ascii_digits, decimal_numbers, plain
from actions.understanding import Turn
from actions.vocabulary import amount_words, goes_without, load_units, multiples, number_words

#: No single connection of a city's distribution utility is larger; above it the figure is
#: a slip. Assumption: HV-2 industry of the pilot stays far below 10 MW.
_MOST_KW = 10_000.0
_MOST_RUPEES = 100_000_000.0
#: A range, a fraction, a decimal comma, a minus, an exponent: better asked than guessed.
_UNCLEAR = re.compile(r"\d\s*[/–-]\s*\d|[½¼¾]|\d,\d{1,2}(?!\d)|(?<!\d)-\s*\d|\d[eE]\d")
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
        load = self._stated(turn)
        by_itself = len(turn.plain.split()) <= _BARE_WORDS or _speaks_of_load(turn)
        if load is not None and 0 < load <= _MOST_KW and by_itself:
            return Accepted({self.name: load})
        if _speaks_of_load(turn) or (by_itself and any(map(str.isdecimal, turn.text))):
            return Refused("problem.load_kw")
        if self.optional and goes_without(turn.plain):
            return Accepted({self.name: None})
        return Unrelated()

    def _stated(self, turn: Turn) -> float | None:
        """The one load that is said: of a range, a fraction or a sum none is guessed."""
        if _UNCLEAR.search(ascii_digits(turn.text)):
            return None
        heard = turn.said(self.name)
        if heard:
            whole = set(plain(" ".join(one.text for one in heard)).split())
            left = [one for one in turn.plain.split() if one in number_words() and one not in whole]
            return None if left else self.heard(turn)
        words = [one for one in turn.plain.split() if one in number_words()]
        return kilowatts(turn.text) if len(words) <= 1 and "phase" not in turn.plain else None

    def valid(self, value: Any, typed: str) -> Any:
        number = isinstance(value, int | float)
        load = float(value) if number else kilowatts(typed) or kilowatts(str(value))
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
        text = typed or str(value)
        numbers = decimal_numbers(ascii_digits(text))
        if not numbers:
            return None
        times = next((one for word in plain(text).split() if (one := amount_words().get(word))), 1)
        rupees = numbers[0] * times
        if not 0 < rupees < _MOST_RUPEES:
            return None
        return int(rupees) if float(rupees).is_integer() else rupees
