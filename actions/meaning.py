"""What a message is, seen from an open errand: its answer, a correction, or something else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from actions.corrections import named_as_wrong, other_value
from actions.drafts import Draft
from actions.errands import ERRANDS
from actions.errands.base import Errand
from actions.fields.base import Accepted, Question, Reading, Refused, Unrelated
from actions.fields.free import Description, PersonName
from actions.understanding import Turn

#: How sure another errand must be to interrupt an open one; nobody likes to be carried off.
OVER_FORM = 0.65
_CHANGES = frozenset({"request_load_change", "request_detail_change"})
NO_ANSWER = Unrelated()
#: How sure another intent must be to interrupt a question whose answer may be any words.
OVER_FREE_TEXT = 0.7
#: … and a description, in which people speak of everything.
OVER_DESCRIPTION = 0.9
#: A longer message than this, in answer to "what happened", is what happened.
_SHORT = 6

#: Questions that are answered in passing; the errand goes on.
ASIDES = frozenset(
    {
        "greet",
        "goodbye",
        "thank",
        "bot_challenge",
        "help",
        "choose_language",
        "new_connection_info",
        "pay_bill",
        "office_info",
        "out_of_scope",
    }
)


class Meaning(Enum):
    """What the engine does with the message."""

    ANSWER = auto()
    CORRECTION = auto()
    STOP = auto()
    ASIDE = auto()
    ERRAND = auto()
    NOT_UNDERSTOOD = auto()


@dataclass(frozen=True)
class Meant:
    """The meaning of a message, with the reading of the asked question where it was read."""

    meaning: Meaning
    reading: Reading = NO_ANSWER


def meaning_of(turn: Turn, draft: Draft, errand: Errand, question: Question | None) -> Meant:
    """Decide what `turn` is while `draft` waits for the answer to `question`."""
    if turn.is_tap:
        return Meant(_tap(turn))
    if (
        turn.danger
        and _breaks_in(turn, question, "report_hazard")
        and errand.name != "report_hazard"
    ):
        return Meant(Meaning.ERRAND)
    if turn.intent in ("change_answer", "deny") and turn.sure and _corrects(turn, draft, errand):
        return Meant(Meaning.CORRECTION)
    if draft.stage == "confirming" and _says_other_values(turn, draft, errand):
        return Meant(Meaning.CORRECTION)
    if draft.stage == "asking" and named_as_wrong(turn, draft, errand):
        return Meant(Meaning.CORRECTION)
    reading = question.read(turn) if question else Unrelated()
    if isinstance(reading, Accepted) and question and not question.free:
        return Meant(Meaning.ANSWER, reading)
    if _breaks_in(turn, question, errand.name):
        if turn.intent == "stop":
            return Meant(Meaning.STOP)
        if turn.intent == "change_answer":
            return Meant(Meaning.CORRECTION)
        if turn.intent in ASIDES:
            return Meant(Meaning.ASIDE)
        if turn.intent in _CHANGES and errand.name == "apply_new_connection":
            return Meant(Meaning.CORRECTION)  # "load 3 kw kar do" means this application
        if turn.intent in ERRANDS and turn.intent != errand.name and turn.confidence >= OVER_FORM:
            waits = errand.name == "report_hazard" and turn.intent != "talk_to_human"
            # "1912 pe call kar diya" wants no call back: the place comes before anything else.
            return Meant(Meaning.NOT_UNDERSTOOD if waits else Meaning.ERRAND)
    if isinstance(reading, Accepted | Refused) and not _says_it_again(turn, errand, question):
        return Meant(Meaning.ANSWER, reading)
    return Meant(Meaning.NOT_UNDERSTOOD)


def _tap(turn: Turn) -> Meaning:
    if turn.intent == "inform":
        return Meaning.ANSWER
    if turn.intent == "stop":
        return Meaning.STOP
    if turn.intent == "change_answer":
        return Meaning.CORRECTION
    return Meaning.ERRAND if turn.intent in ERRANDS else Meaning.ASIDE


def _breaks_in(turn: Turn, question: Question | None, errand: str) -> bool:
    """Whether the intent is sure enough to be believed over an answer in own words."""
    if question is None or not question.free:
        return turn.sure or (turn.danger and errand == "report_hazard")
    if isinstance(question, Description):
        wanted = turn.intent in (
            "stop",
            "help",
            "talk_to_human",
            "report_hazard",
            "choose_language",
        )
        short = len(turn.plain.split()) <= _SHORT
        return wanted and turn.confidence >= OVER_DESCRIPTION and short
    if isinstance(question, PersonName) and question.sounds_like_one(turn):
        return False
    # "barra 6, hanuman mandir ke paas" holds a place: whatever else it seems to say, it answers.
    answers_too = bool(turn.said(question.name)) and turn.intent not in ("stop", "talk_to_human")
    if answers_too and turn.intent != "report_hazard":
        return False
    return turn.confidence >= OVER_FREE_TEXT and turn.intent != "nlu_fallback"


def _says_it_again(turn: Turn, errand: Errand, question: Question | None) -> bool:
    """Whether the complaint itself is repeated ("light abhi bhi nahi aayi") where a place or
    a name was asked."""
    if question is None or not question.free or isinstance(question, Description):
        return False
    told = turn.said(question.name)
    return turn.intent == errand.name and turn.confidence >= OVER_FREE_TEXT and not told


def _says_other_values(turn: Turn, draft: Draft, errand: Errand) -> bool:
    """Whether a message at the summary holds a value that the summary does not."""
    questions = (one for one in errand.questions(draft) if one.name in draft.values)
    return any(
        turn.said(one.name) and other_value(turn, draft, one) is not None for one in questions
    )


def _corrects(turn: Turn, draft: Draft, errand: Errand) -> bool:
    """Whether a correction names a field that was settled before the asked one. After a "no"
    it must be another value: "nahi, barra 7" corrects, "nahi, 2 kw hi" only answers."""
    for question in errand.asks:
        if question.name == draft.asked or not draft.settled(question.name):
            continue
        if turn.intent == "deny":
            if other_value(turn, draft, question) is not None:
                return True
        elif turn.said(question.name):
            return True
    return False
