"""What the form for a connection asks of closed answers."""

from __future__ import annotations

from typing import Any

from actions.fields.base import Accepted, Reading, Unrelated
from actions.fields.choices import Choice
from actions.reading import digit_runs
from actions.understanding import Turn
from actions.vocabulary import choice_words, goes_without, topic_words


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
