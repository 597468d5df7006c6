"""An errand begins: what its first message says already, and what becomes of an open one."""

from __future__ import annotations

from actions.drafts import Draft
from actions.errands import ERRANDS
from actions.errands.base import Errand
from actions.fields.base import Accepted
from actions.places import take_over
from actions.speech import Answer, Case
from actions.understanding import Turn

#: More interrupted errands than this are nobody's intention.
MOST_PARKED = 3
_NUMBERS = ("account_number", "mobile_number")


def begin(name: str, turn: Turn, answer: Answer) -> None:
    """Open the errand `name` with what the message says; an open one is parked."""
    errand = ERRANDS[name]
    draft = _resumed(name, answer) or Draft.begin(name, turn.inbox_id)
    if answer.draft is not None and answer.draft is not draft:
        parked = [answer.draft, *answer.draft.parked]
        answer.draft.parked = []
        draft.parked = [one for one in parked if one.errand != name][:MOST_PARKED]
    for key, value in turn.tapped.items():
        if isinstance(value, str | int | float):
            draft.values[key] = value
    if turn.intent == "inform" and errand.asks:
        reading = errand.asks[0].read(turn)
        draft.put(reading.values if isinstance(reading, Accepted) else {})
    errand.begin(turn, draft)
    hear(turn, draft, errand)
    assume_known(turn, draft, errand)
    answer.draft = draft
    if errand.wants_person:
        answer.case = _case(errand.wants_person, turn, draft)
    answer.bubbles += errand.opening(turn, draft)
    take_over(draft, errand, answer)


def _case(reason: str, turn: Turn, draft: Draft) -> Case:
    """Who just reported a danger, or was about to, is answered first."""
    errands = {turn.known.get("last"), *(one.errand for one in draft.parked)}
    return Case(reason, "report_hazard" in errands, turn.known.get("division"))


def assume_known(turn: Turn, draft: Draft, errand: Errand) -> None:
    """Take over numbers given for an earlier errand; what was assumed is confirmed before
    anything is written, since the last account may have been a neighbour's."""
    for known in errand.takes_known:
        if known in turn.known and not draft.settled(known):
            draft.values[known] = turn.known[known]
            draft.assumed.append(known)


def _resumed(name: str, answer: Answer) -> Draft | None:
    """The open or parked draft of the same errand: it is not begun a second time."""
    open_draft = answer.draft
    if open_draft is None or open_draft.errand == name:
        return open_draft
    found = next((one for one in open_draft.parked if one.errand == name), None)
    if found:
        open_draft.parked.remove(found)
    return found


def take_up_unsent(draft: Draft) -> Draft:
    """The draft that waits for the backend, taken from under `draft` if it was interrupted."""
    waiting = next((one for one in draft.parked if one.stage == "unsent"), None)
    if draft.stage == "unsent" or waiting is None:
        return draft
    waiting.parked = [draft, *(one for one in draft.parked if one is not waiting)]
    draft.parked = []
    return waiting


def hear(turn: Turn, draft: Draft, errand: Errand, only: frozenset[str] | None = None) -> None:
    """Take what the message says in passing into fields that are still open."""
    for question in errand.asks:
        if draft.settled(question.name) or (only is not None and question.name not in only):
            continue
        value = question.heard(turn)
        if value is not None and not _told_as_another(question.name, value, draft):
            draft.put({question.name: value})
    for number in _NUMBERS:
        value = next((str(one.value) for one in turn.said(number)), None)
        if not value or number not in errand.hears or draft.settled(number):
            continue
        if not _told_as_another(number, value, draft):
            draft.values.setdefault(number, value)


def _told_as_another(name: str, value: object, draft: Draft) -> bool:
    """Whether these ten digits are the draft's other number already: an account or a mobile
    number, but never both."""
    return name in _NUMBERS and any(draft.values.get(one) == value for one in _NUMBERS)
