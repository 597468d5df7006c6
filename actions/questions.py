"""How a question is put, and put again when the answer was not understood."""

from __future__ import annotations

from functools import cache

from actions.drafts import Draft
from actions.errands.base import person_button
from actions.fields.base import Question
from actions.fields.where import ELSEWHERE, Locality
from actions.fields.yes_or_no import Confirmation
from actions.speech import Bubble, Choice, name, payload, say

#: After this many misunderstandings buttons are offered, and after one more a person.
BUTTONS_AFTER = 2
PERSON_AFTER = 3

STOP = Choice("button.stop", "/stop")
#: The question after a summary; it belongs to no errand of its own.
CONFIRMATION = Confirmation(wording="ask.confirmation")


def ask(draft: Draft, question: Question) -> list[Bubble]:
    """Put the question, with a button for each closed answer."""
    if draft.asked != question.name:
        draft.asked, draft.misses = question.name, 0
    return [_put(draft, question)]


def _put(draft: Draft, question: Question, *extra: Choice) -> Bubble:
    """The question's own words; where a map names a place, whether it is that one."""
    near = draft.values.get("near") if question.name == Locality.name else None
    if near:
        yes, no = (payload("inform", locality=one) for one in (near, ELSEWHERE))
        there = name(str(near), str(draft.values["near_hi"]))
        buttons = [*place_choices(yes, no), *extra]
        return say("ask.place_near", *buttons, expects=question.expects, place=there)
    return say(question.wording, *_buttons(question), *extra, expects=question.expects)


def place_choices(yes: str, no: str) -> tuple[Choice, Choice]:
    """The answers to "is it there?", with the payload of each."""
    return Choice("button.place_yes", yes), Choice("button.place_other", no)


@cache
def _buttons(question: Question) -> tuple[Choice, ...]:
    """The same at every time: of the questions there are only those of the errands."""
    buttons = [
        Choice(f"choice.{question.name}.{value}", payload("inform", **{question.name: value}))
        for value in question.options()
    ]
    if question.optional:
        buttons.append(Choice("button.skip", payload("inform", **{question.name: "skip"})))
    return tuple(buttons)


def ask_again(draft: Draft, question: Question | None) -> list[Bubble]:
    """Put the question again: with ways out after two misses, with a person after three."""
    if question is None:
        return [say("form.lost", person_button(), STOP)]
    extra: list[Choice] = []
    if draft.misses >= BUTTONS_AFTER:
        extra = [STOP] if draft.misses >= PERSON_AFTER else [STOP, person_button()]
    bubbles = [say("form.offer_person", person_button())] if draft.misses >= PERSON_AFTER else []
    return [*bubbles, _put(draft, question, *extra)]
