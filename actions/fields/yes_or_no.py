"""Yes or no: dues, consent, and whether the summary is right."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from actions.fields.base import Accepted, Reading, Unrelated
from actions.fields.choices import Choice
from actions.understanding import Turn
from actions.vocabulary import choice_words, topic_words

#: More words than this beside a yes or no say something else: "haan par load 3 kw kar do".
MOST_OTHER_WORDS = 1


class YesOrNo(Choice):
    """Yes or no, where a "no" anywhere in the answer outweighs a "yes"."""

    values: tuple[str, ...] = ("yes", "no")

    def read(self, turn: Turn) -> Reading:
        found, left = self._found(turn.plain)
        asking = "?" in turn.text or not topic_words("asking").isdisjoint(left)
        if asking or len(left) > MOST_OTHER_WORDS:
            return Unrelated()  # a question, or more than an answer
        if found == {"yes", "no"} and "change" in self.values:
            return Accepted({self.name: "change"})  # "theek nahi hai"
        for value in ("change", "no", "yes"):
            if value in found:
                return Accepted({self.name: value})
        if turn.intent in ("affirm", "deny") and turn.sure:
            return Accepted({self.name: "yes" if turn.intent == "affirm" else "no"})
        if turn.intent == "change_answer" and turn.sure and "change" in self.values:
            return Accepted({self.name: "change"})
        picked = self._by_place(turn.plain)
        return Accepted({self.name: picked}) if picked else Unrelated()

    def _found(self, text: str) -> tuple[set[str], list[str]]:
        """The values whose words stand in `text`, and the words that are left over."""
        left, found = f" {text} ", set()
        for phrase, value in choice_words(self.words or self.name):
            if f" {phrase} " in left:
                found.add(value)
                left = left.replace(f" {phrase} ", "  ")
        if not topic_words("negation").isdisjoint(left.split()):
            found.add("no")  # "I do not agree" is no consent, whatever else stands in it
        return found, [one for one in left.split() if one not in topic_words("filling")]


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
