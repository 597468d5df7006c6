"""Where it is, in the person's own words."""

from __future__ import annotations

from typing import Any

from actions.fields.base import Accepted, Reading, Unrelated
from actions.fields.free import OwnWords, without_lead_in
from actions.understanding import Turn
from actions.vocabulary import goes_without, topic_words

#: Tapped where a map named a place: it is another one.
ELSEWHERE = "elsewhere"


class Locality(OwnWords):
    """The part of the town, as the person calls it; the backend finds its division."""

    name = "locality"
    brings = ("pincode", "landmark", "duration")
    longest = 120

    def taken(self, value: Any, turn: Turn) -> dict[str, Any]:
        return {"near": None} if value == ELSEWHERE else {self.name: value}

    def read(self, turn: Turn) -> Reading:
        near = turn.draft.values.get("near") if turn.draft else None
        if near and turn.sure and turn.intent in ("affirm", "deny") and not turn.said(self.name):
            return Accepted(self.taken(near if turn.intent == "affirm" else ELSEWHERE, turn))
        if turn.said(self.name) or (self.optional and goes_without(turn.plain)):
            return super().read(turn)
        # What is no known place and sounds like something else is asked again once; said
        # again, it is taken: the crew knows more places than we do.
        first_time = turn.draft is None or turn.draft.misses == 0
        says_else = turn.sure and turn.intent != "inform"
        if _is_no_place(turn) or (first_time and says_else):
            return Unrelated()
        return super().read(turn)

    def cleaned(self, turn: Turn) -> str:
        heard = turn.said(self.name)
        words = turn.plain.split()
        if heard and len(words) > len(heard[0].text.split()) + 3:
            return heard[0].text
        return without_lead_in(self.name, turn.text)


def _is_no_place(turn: Turn) -> bool:
    """ "nahi nayi shikayat banao": words about the complaint itself name no place."""
    words = set(turn.plain.split())
    said_else = bool(turn.said("duration")) or turn.intent in ("deny", "affirm")
    return said_else or not topic_words("complaint").isdisjoint(words)


class Place(Locality):
    """Where the danger is: any words that lead a crew there."""

    longest = 300

    def cleaned(self, turn: Turn) -> str:
        return without_lead_in(self.name, turn.text)


class Address(OwnWords):
    """House, street and locality of the premises."""

    name = "address"
    brings = ("pincode",)
    longest = 300

    def cleaned(self, turn: Turn) -> str:
        return without_lead_in(self.name, turn.text)


class Landmark(OwnWords):
    """Something well known nearby."""

    name = "landmark"
    longest = 120

    def cleaned(self, turn: Turn) -> str:
        return without_lead_in(self.name, turn.text)
