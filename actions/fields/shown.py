"""A draft as fields beside a chat: what each question is called, what it holds, what it offers.

Keys of the catalogue and typed values, never words, as in all that this server says.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.drafts import Draft
from actions.errands.base import Errand
from actions.errands.tickets import TicketErrand
from actions.fields.base import Question
from actions.fields.connection import Documents
from actions.fields.free import Description
from actions.proving import ProvedErrand
from actions.speech import Arg, Bubble, day, kilowatt, money, several, word

#: What happened, in the person's own words: a chat takes it from their first message, and so it
#: is asked by no question of its own. Whoever writes for somebody finds a field for it.
WHAT_HAPPENED = Description(optional=True)


def fields_of(draft: Draft, errand: Errand) -> tuple[Question, ...]:
    """The questions that are shown as fields, in the order in which the bot asks them."""
    questions = errand.questions(draft)
    described = any(one.name == WHAT_HAPPENED.name for one in questions)
    if isinstance(errand, TicketErrand) and not described:
        return (*questions, WHAT_HAPPENED)
    return questions


def shown_form(
    draft: Draft,
    errand: Errand,
    notes: list[Bubble],
    problems: Mapping[str, Bubble],
) -> dict[str, Any]:
    """The whole form. `ready`: nothing is left to ask; `problems`: why the value just given for a
    field was not taken; `proof`: how the person is known, where the errand wants it proved."""
    return {
        "errand": draft.errand,
        "ready": errand.open_question(draft) is None and not problems,
        "notes": [_spoken(one) for one in notes],
        "proof": draft.values.get("proof", "open") if isinstance(errand, ProvedErrand) else None,
        "fields": [
            _field(draft, question, problems.get(question.name))
            for question in fields_of(draft, errand)
        ],
    }


def _field(draft: Draft, question: Question, problem: Bubble | None) -> dict[str, Any]:
    name, value = question.name, draft.values.get(question.name)
    return {
        "name": name,
        "label": f"field.{name}",
        "asks": None if question is WHAT_HAPPENED else question.wording,
        "value": value,
        "shown": None if value is None else _in_words(question, value),
        "settled": draft.settled(name),
        "assumed": name in draft.assumed,
        "optional": question.optional,
        "several": isinstance(question, Documents),
        "options": [{"value": one, "label": f"choice.{name}.{one}"} for one in question.options()],
        "problem": _spoken(problem) if problem else None,
    }


def _in_words(question: Question, value: Any) -> Arg:
    """A canonical value as a sentence would show it."""
    if isinstance(value, list):
        return several(word(f"choice.{question.name}.{one}") for one in value)
    if value in question.options():
        return word(f"choice.{question.name}.{value}")
    if question.name == "load_kw":
        return kilowatt(value)
    if question.name == "amount":
        return money(value)
    if question.name == "payment_date":
        return _day_or_words(str(value))
    return str(value)


def _day_or_words(said: str) -> Arg:
    try:
        return day(date.fromisoformat(said))
    except ValueError:
        return said


def _spoken(bubble: Bubble) -> dict[str, Any]:
    return {"say": bubble.key, "args": bubble.args}
