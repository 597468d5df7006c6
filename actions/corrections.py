"""Something that was said before is put right."""

from __future__ import annotations

from typing import Any

from actions.drafts import Draft
from actions.errands.base import Errand
from actions.fields.base import Question
from actions.speech import Bubble, Choice, payload, say
from actions.understanding import Turn
from actions.vocabulary import choice_words, names_field, says_choice

#: "naam galat hai", "mobile number badalna hai"; more words tell something else.
_SHORT = 4


def correct(turn: Turn, draft: Draft, errand: Errand) -> Bubble | None:
    """Take a correction into `draft`; the bubble asks what to change, where that is unclear.

    "number galat tha, 98…" replaces the number; "naam galat hai" asks for the name again;
    a bare "galat hai" shows what can be changed.
    """
    if replace_said(turn, draft, errand):
        return None
    named = turn.tapped.get("field") or _named(turn, draft, errand)
    if named and errand.question(str(named)):
        draft.forget(str(named))
        draft.stage = "asking"
        return None
    return what_to_change(draft, errand)


def what_to_change(draft: Draft, errand: Errand) -> Bubble | None:
    """Offer the settled fields; nothing where none is settled yet."""
    settled = settled_questions(draft, errand)
    if not settled:
        return None
    draft.stage, draft.asked = "changing", None
    choices = [
        Choice(f"field.{one.name}", payload("change_answer", field=one.name)) for one in settled
    ]
    return say("form.what_to_change", *choices)


def settled_questions(draft: Draft, errand: Errand) -> list[Question]:
    """The questions of this draft that have an answer, in the errand's order."""
    return [one for one in errand.questions(draft) if one.name in draft.values]


def replace_said(turn: Turn, draft: Draft, errand: Errand, *, only_meant: bool = False) -> bool:
    """Put the values that the message says in place of other ones. True if any changed.

    With `only_meant` the message must also name the field or begin with a no: "mera naam
    Mohan Lal hai", "nahi, barra 7".
    """
    replaced = False
    for question in errand.questions(draft):
        if only_meant and not (_names(turn, question) or _begins_with_no(turn)):
            continue
        value = other_value(turn, draft, question) if draft.settled(question.name) else None
        if value is not None:
            draft.put({question.name: value})
            replaced = True
    return replaced


def other_value(turn: Turn, draft: Draft, question: Question) -> Any:
    """What the message says of this field and the draft does not hold: of "barra 6 nahi,
    barra 7" the second."""
    held = str(draft.values.get(question.name)).casefold()
    said = [question.valid(one.value, one.text) for one in turn.said(question.name)]
    heard = [question.heard(turn), *said]
    return next((one for one in heard if one is not None and str(one).casefold() != held), None)


def _begins_with_no(turn: Turn) -> bool:
    first = turn.plain.split(" ")[0]
    return any(value == "no" and phrase == first for phrase, value in choice_words("existing_dues"))


def named_as_wrong(turn: Turn, draft: Draft, errand: Errand) -> bool:
    """Whether a short message calls a settled field wrong: "naam galat hai", "change load"."""
    wrong = says_choice(turn.plain, "confirmation", "change")
    short = len(turn.plain.split()) <= _SHORT
    return wrong and short and _named(turn, draft, errand) is not None


def _named(turn: Turn, draft: Draft, errand: Errand) -> str | None:
    settled = reversed(settled_questions(draft, errand))
    return next((one.name for one in settled if _names(turn, one)), None)


def _names(turn: Turn, question: Question) -> bool:
    return names_field(turn.plain, question.name)
