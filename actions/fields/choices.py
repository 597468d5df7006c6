"""Closed questions: a few canonical values, said in any words, by number or by button."""

from __future__ import annotations

from typing import Any

from actions.fields.base import Accepted, Question, Reading, Unrelated
from actions.reading import digit_runs, has_letters
from actions.understanding import Turn
from actions.vocabulary import choice_words, goes_without, number_words, topic_words

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


class ConnectionCategory(Choice):
    """What the connection is for."""

    name = "connection_category"
    values = ("domestic", "commercial", "industrial", "agricultural")

    def heard(self, turn: Turn) -> Any:
        """The first message often says it: "ghar ke liye", "for my shop". Of two kinds ("shop
        ko ghar me badalna hai") the wanted one is asked."""
        padded = f" {turn.plain} "
        named = {value for phrase, value in choice_words(self.name) if f" {phrase} " in padded}
        if len(named) > 1:
            return None
        told = super().heard(turn)
        if told is not None or turn.intent != "apply_new_connection":
            return told
        return self._by_words(turn.plain)


class Phase(Choice):
    """Single or three phase; "1" and "3" mean phases here, not places in the list."""

    name = "phase"
    values = ("single", "three")

    def _by_place(self, text: str) -> str | None:
        runs = digit_runs(text)
        return {"1": "single", "2": "three", "3": "three"}.get(runs[0]) if len(runs) == 1 else None


class OwnerOrTenant(Choice):
    """Whether the applicant owns the premises; a tenant needs an agreement."""

    name = "owner_or_tenant"
    values = ("owner", "tenant")

    def heard(self, turn: Turn) -> Any:
        """The wish itself often says it: "kirayedar hoon, connection chahiye"."""
        said = self._by_words(turn.plain) if turn.intent == "apply_new_connection" else None
        return said if said == "tenant" else None


class Area(Choice):
    """Town or village: the promise after payment differs where a utility serves both."""

    name = "area"
    values = ("urban", "rural")


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


class Documents(Choice):
    """Which documents are at hand; several may be named in one answer."""

    name = "documents"
    values = ("id_proof", "ownership_proof", "rent_agreement", "photo", "bl_form", "none_yet")

    def read(self, turn: Turn) -> Reading:
        if turn.plain in topic_words("everything"):
            return Accepted({self.name: [one for one in self.values if one != "none_yet"]})
        padded = f" {turn.plain} "
        found = [
            value
            for value in self.values
            if any(
                one == value and f" {phrase} " in padded for phrase, one in choice_words(self.name)
            )
        ]
        if len(found) > 1 and "none_yet" in found:
            found.remove("none_yet")
        if found:
            return Accepted({self.name: found})
        # "1 3", "1, 3", "1 and 3"; a PIN code or a sentence lists no buttons
        listed = [one for one in turn.plain.split() if one not in topic_words("joining")]
        places = listed if all(len(one) == 1 and one.isdecimal() for one in listed) else []
        picked = [self.values[int(one) - 1] for one in places if 1 <= int(one) <= len(self.values)]
        if picked:
            return Accepted({self.name: picked})
        return (
            Accepted({self.name: ["none_yet"]})
            if goes_without(turn.plain) or turn.intent == "deny"
            else Unrelated()
        )

    def valid(self, value: Any, typed: str) -> Any:
        chosen = value if isinstance(value, list) else [value]
        return chosen if chosen and all(one in self.values for one in chosen) else None

    def heard(self, turn: Turn) -> Any:
        """Documents are only taken from an answer, never in passing."""
        return None
