"""How a question is put, and put again when the answer was not understood."""

from __future__ import annotations

from actions.drafts import Draft
from actions.errands.base import person_button
from actions.fields.base import Question
from actions.fields.yes_or_no import Confirmation
from actions.speech import Bubble, Choice, payload, say

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
    return [say(question.wording, *_buttons(question), expects=question.expects)]


def _buttons(question: Question) -> list[Choice]:
    buttons = [
        Choice(f"choice.{question.name}.{value}", payload("inform", **{question.name: value}))
        for value in question.options()
    ]
    if question.optional:
        buttons.append(Choice("button.skip", payload("inform", **{question.name: "skip"})))
    return buttons


def ask_again(draft: Draft, question: Question | None) -> list[Bubble]:
    """Put the question again: with ways out after two misses, with a person after three."""
    if question is None:
        return [say("form.lost", person_button(), STOP)]
    extra: list[Choice] = []
    if draft.misses >= BUTTONS_AFTER:
        extra = [STOP] if draft.misses >= PERSON_AFTER else [STOP, person_button()]
    bubbles = [say("form.offer_person", person_button())] if draft.misses >= PERSON_AFTER else []
    buttons = [*_buttons(question), *extra]
    return [*bubbles, say(question.wording, *buttons, expects=question.expects)]
