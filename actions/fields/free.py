"""Answers in the person's own words: names, descriptions, how long."""

from __future__ import annotations

from typing import Any, ClassVar

from actions.fields.base import Accepted, Question, Reading, Refused, Unrelated
from actions.reading import has_letters, plain
from actions.understanding import Turn
from actions.vocabulary import goes_without, lead_ins, topic_words

#: Social turns are no names and no places: "ok", "nahi", "namaste".
_SOCIAL = frozenset({"affirm", "deny", "greet", "thank", "goodbye", "bot_challenge"})


_FEW_WORDS = 4


def without_lead_in(field: str, text: str) -> str:
    """`text` without what people put around the answer: "mera naam Ravi hai" → "Ravi"."""
    words = text.strip(" \t\r\n.,!?।-:").split()
    before, after = lead_ins(field)
    shortened = True
    while shortened and len(words) > 1:
        shortened = _cut(words, before, front=True) or _cut(words, after, front=False)
    return " ".join(words).strip(" .,!?।-:")


def _cut(words: list[str], phrases: tuple[str, ...], *, front: bool) -> bool:
    folded = [plain(word) for word in words]
    for phrase in phrases:
        parts = phrase.split()
        edge = folded[: len(parts)] if front else folded[-len(parts) :]
        if edge == parts and len(parts) < len(words):
            cut = slice(None, len(parts)) if front else slice(-len(parts), None)
            del words[cut]
            return True
    return False


def _only_polite(turn: Turn) -> bool:
    return turn.sure and turn.intent in _SOCIAL and len(turn.plain.split()) <= 3


def _does_not_know(turn: Turn) -> bool:
    """ "pata nahi" is nobody's address; in a longer answer the same words may stand by the way."""
    return goes_without(turn.plain) and len(turn.plain.split()) <= _FEW_WORDS


class OwnWords(Question):
    """An answer that is kept as it was written, within bounds."""

    free = True
    least_letters: ClassVar[int] = 2
    longest: ClassVar[int] = 200
    #: Whether a plain "yes" or "hello" may be the answer.
    social: ClassVar[bool] = False

    def read(self, turn: Turn) -> Reading:
        if self.optional and (goes_without(turn.plain) or (turn.intent == "deny" and turn.sure)):
            return Accepted({self.name: None})
        if not self.social and (_only_polite(turn) or _does_not_know(turn)):
            return Unrelated()
        text = self.cleaned(turn)
        if len(text) > self.longest:
            return Refused(f"problem.{self.name}", {"most": self.longest})
        if not has_letters(text, self.least_letters):
            return Refused(f"problem.{self.name}") if turn.text.strip() else Unrelated()
        return Accepted({self.name: text})

    def cleaned(self, turn: Turn) -> str:
        """The answer without what stands around it."""
        return " ".join(turn.text.split())

    def valid(self, value: Any, typed: str) -> Any:
        text = " ".join(str(typed or value).split())
        return text if has_letters(text, self.least_letters) and len(text) <= self.longest else None


_WORDS_OF_A_NAME = 4
_NAME_ENDINGS = topic_words("of_a_name")


class PersonName(OwnWords):
    """The applicant's name, 2 to 100 letters of any script."""

    name = "person_name"
    longest = 100

    def cleaned(self, turn: Turn) -> str:
        heard = turn.said(self.name)
        if heard and len(turn.plain.split()) > 4:
            return heard[0].text
        return without_lead_in(self.name, turn.text)

    def read(self, turn: Turn) -> Reading:
        reading = super().read(turn)
        name = str(reading.values.get(self.name) or "") if isinstance(reading, Accepted) else ""
        if any(map(str.isdecimal, name)):
            return Refused("problem.person_name")
        return reading

    def sounds_like_one(self, turn: Turn) -> bool:
        """ "Bijli Devi", "Light House Traders": a name, whatever its first word means."""
        words = turn.plain.split()
        return len(words) <= _WORDS_OF_A_NAME and bool(words) and words[-1] in _NAME_ENDINGS


class Description(OwnWords):
    """What happened, in the person's own words."""

    name = "description"
    longest = 2000


#: "2", "10:30", "22/11": a time has at most so many digits.
_A_TIME = 8


class Duration(OwnWords):
    """Since when or for how long, as the person says it; the crew reads it, no clock does."""

    name = "duration"
    least_letters = 0
    longest = 120
    social = True

    def cleaned(self, turn: Turn) -> str:
        heard = turn.said(self.name)
        return heard[0].text if heard else " ".join(turn.text.split())

    def read(self, turn: Turn) -> Reading:
        digits = sum(map(str.isdecimal, turn.text))
        if not has_letters(turn.text) and not 0 < digits <= _A_TIME:
            return Unrelated()  # nothing at all, or somebody's telephone number
        return super().read(turn)
