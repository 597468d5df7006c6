"""The question that is open, and what a button says to it."""

from __future__ import annotations

from typing import Any

from actions.drafts import Draft
from actions.errands.base import Errand
from actions.fields.base import Accepted, Question, Reading, Unrelated
from actions.questions import CONFIRMATION
from actions.understanding import Turn


def asked_question(draft: Draft, errand: Errand) -> Question | None:
    """The question whose answer is awaited, the confirmation among them."""
    if draft.stage == "confirming":
        return CONFIRMATION
    return next((one for one in errand.questions(draft) if one.name == draft.asked), None) or (
        errand.question(draft.asked)
    )


def tapped_values(turn: Turn, draft: Draft, errand: Errand, question: Question | None) -> Reading:
    """The values of a button, each checked by the question that it belongs to."""
    values: dict[str, Any] = {}
    for name, value in turn.tapped.items():
        if draft.stage == "confirming" and name == CONFIRMATION.name:
            return Accepted({name: value})
        owner = question if question and question.name == name else errand.question(name)
        if owner is None:
            continue
        if value == "skip":
            values[name] = None
        elif owner.valid(value, "") is not None:
            values.update(owner.taken(owner.valid(value, ""), turn))
    return Accepted(values) if values else Unrelated()
