"""Yes or no: dues, consent, and whether the summary is right."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from actions.fields.base import Accepted, Reading, Unrelated
from actions.fields.choices import Choice
from actions.understanding import Turn
from actions.vocabulary import choice_words


class YesOrNo(Choice):
    """Yes or no, where a "no" anywhere in the answer outweighs a "yes"."""

    values: tuple[str, ...] = ("yes", "no")

    def read(self, turn: Turn) -> Reading:
        padded = f" {turn.plain} "
        found = {
            value
            for phrase, value in choice_words(self.words or self.name)
            if f" {phrase} " in padded
        }
        for value in ("change", "no", "yes"):
            if value in found:
                return Accepted({self.name: value})
        if turn.intent in ("affirm", "deny") and turn.sure:
            return Accepted({self.name: "yes" if turn.intent == "affirm" else "no"})
        if turn.intent == "change_answer" and turn.sure and "change" in self.values:
            return Accepted({self.name: "change"})
        picked = self._by_place(turn.plain)
        return Accepted({self.name: picked}) if picked else Unrelated()


class ExistingDues(YesOrNo):
    """Whether an old bill is unpaid at the premises."""

    name = "existing_dues"


class Consent(YesOrNo):
    """Consent to pass the details to the utility for the connection; when and in which
    language it was asked goes into the record (DPDP Act, section 6)."""

    name = "consent"

    def read(self, turn: Turn) -> Reading:
        reading = super().read(turn)
        if not isinstance(reading, Accepted):
            return reading
        return Accepted(self.taken(reading.values[self.name], turn))

    def taken(self, value: Any, turn: Turn) -> dict[str, Any]:
        now = datetime.now(UTC).isoformat()
        return {self.name: value, "consent_at": now, "consent_language": turn.language}


class Confirmation(YesOrNo):
    """Send it, change something, or leave it."""

    name = "confirmation"
    values: tuple[str, ...] = ("yes", "change", "no")


class Willingness(Confirmation):
    """A plain yes or no to an offer; there is nothing to change."""

    values = ("yes", "no")
