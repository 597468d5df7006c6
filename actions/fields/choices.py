"""Closed questions: a few canonical values, said in any words, by number or by button."""

from __future__ import annotations

from typing import Any

from actions.fields.base import Accepted, Question, Reading, Unrelated
from actions.reading import digit_runs, has_letters
from actions.understanding import Turn
from actions.vocabulary import choice_words, goes_without, number_words

#: Below this the person is asked; the model reports choices from lower shares on.
SURE_OF_A_CHOICE = 0.6


class Choice(Question):
    """One of a few canonical values."""

    values: tuple[str, ...] = ()
    #: Which words to compare with, where it is not the field's own list.
    words: str | None = None

    def read(self, turn: Turn) -> Reading:
        heard = self.heard(turn)
        if heard is not None:
            return Accepted({self.name: heard})
        picked = self._by_place(turn.plain) or self._by_words(turn.plain)
        if picked is not None:
            return Accepted({self.name: picked})
        if self.optional and goes_without(turn.plain):
            return Accepted({self.name: None})
        return Unrelated()

    def heard(self, turn: Turn) -> Any:
        """What the language model is sure of: a wrong kind would join a wrong ticket."""
        said = (one for one in turn.said(self.name) if one.confidence >= SURE_OF_A_CHOICE)
        return next((one.value for one in said if one.value in self.values), None)

    def valid(self, value: Any, typed: str) -> Any:
        return value if value in self.values else None

    def options(self) -> tuple[str, ...]:
        return self.values

    def _by_place(self, text: str) -> str | None:
        """The value whose button stands at the number typed: "2", "२", "do"."""
        runs = digit_runs(text)
        if len(text.split()) > 2:
            return None
        number = (
            float(runs[0]) if len(runs) == 1 and len(runs[0]) == 1 else number_words().get(text)
        )
        if number is None or not number.is_integer() or not 1 <= number <= len(self.values):
            return None
        return self.values[int(number) - 1]

    def _by_words(self, text: str, least: int = 1) -> str | None:
        """The value of the longest phrase in `text` that has at least `least` words."""
        padded = f" {text} "
        for phrase, value in choice_words(self.words or self.name):
            if value in self.values and f" {phrase} " in padded and len(phrase.split()) >= least:
                return value
        return None


class FaultType(Choice):
    """What is wrong with the supply; the canonical fault types."""

    name = "fault_type"
    values = (
        "no_supply",
        "low_voltage",
        "voltage_fluctuation",
        "partial_supply",
        "frequent_trip",
        "transformer_fault",
        "line_fault",
    )

    def heard(self, turn: Turn) -> Any:
        """What the model finds, else a phrase as people misspell it ("lite nhi"). A single
        word is not enough in passing: "pole" and "transformer" are landmarks as well."""
        told = super().heard(turn)
        if told is not None or turn.intent != "report_fault":
            return told
        return self._by_words(turn.plain, least=2)


class BillingIssue(Choice):
    """What is wrong with the bill; the canonical billing issues."""

    name = "billing_issue"
    values = (
        "high_bill",
        "wrong_reading",
        "bill_not_received",
        "wrong_details",
        "arrears_error",
        "fast_meter",
    )


class OwnWordsChoice(Choice):
    """A few usual answers as buttons; anything else is kept in the person's own words."""

    called = "description"
    free = True

    def read(self, turn: Turn) -> Reading:
        reading = super().read(turn)
        if isinstance(reading, Unrelated) and has_letters(turn.text) and not turn.is_tap:
            words = " ".join(turn.text.split())[:2000]
            return Accepted({self.name: "other", "description": words})
        return reading


class MeterProblem(OwnWordsChoice):
    """What the meter does."""

    name = "meter_problem"
    values = ("stopped", "burnt", "blank", "recharge", "other")

    def heard(self, turn: Turn) -> Any:
        """The first message often says it: "meter band hai"."""
        return self._by_words(turn.plain) if turn.intent == "report_meter_problem" else None


class DetailToChange(OwnWordsChoice):
    """Which detail of the connection shall change."""

    name = "detail"
    words = "detail_change"
    values = ("name", "mobile_number", "address", "category", "other")

    def heard(self, turn: Turn) -> Any:
        """The first message often says it: "naam badalna hai"."""
        if turn.intent != "request_detail_change":
            return None
        category = "category" if turn.said("connection_category") else None
        return self._by_words(turn.plain) or category
