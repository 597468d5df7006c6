"""How an event of the utility becomes a sentence of the catalogue with its buttons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.messages import Bubble
from bot.wording import Wording

_PREFIX = "notice."


@dataclass(frozen=True, slots=True)
class Form:
    """How one kind of event is told: by the key `notice.<kind>`, or by the `fuller` one where
    its arguments are all there.

    `choices` are pairs of title and payload, in which {number} is the record's.
    """

    key: str
    choices: tuple[tuple[str, str], ...] = ()
    fuller: str | None = None


_YES = ("button.fixed", '/inform{{"fixed": "yes", "ticket_number": "{number}"}}')
_NO = ("button.not_fixed", '/reopen_complaint{{"ticket_number": "{number}"}}')
_REOPEN = ("button.reopen", '/reopen_complaint{{"ticket_number": "{number}"}}')
_DEMAND = ("button.demand", '/check_demand_amount{{"application_number": "{number}"}}')
_NO_MORE = ("button.notices_off", '/inform{{"notices": "off"}}')

_TOLD = (
    Form("notice.ticket.assigned", (_NO_MORE,)),
    Form("notice.ticket.in_progress", fuller="notice.ticket.in_progress.code"),
    Form("notice.ticket.resolved", (_YES, _NO)),
    Form("notice.ticket.closed", (_REOPEN,)),
    Form("notice.ticket.closed_by_silence", (_REOPEN,)),
    Form("notice.ticket.overdue"),
    Form("notice.ticket.escalated"),
    Form("notice.ticket.compensation"),
    Form("notice.ticket.beyond"),
    Form("notice.ticket.payment_posted"),
    Form("notice.outage.declared", fuller="notice.outage.expected"),
    Form("notice.outage.expected"),
    Form("notice.outage.restored", (_YES, _NO)),
    Form("notice.application.documents_missing"),
    Form("notice.application.survey_pending", fuller="notice.application.survey_pending.day"),
    Form("notice.application.survey_done"),
    Form("notice.application.demand_issued", (_DEMAND,)),
    Form("notice.application.paid"),
    Form("notice.application.work_order"),
    Form("notice.application.energised"),
    Form("notice.application.rejected"),
)
#: The kinds of events that are told. Any other is kept and stays untold.
FORMS: Mapping[str, Form] = {form.key.removeprefix(_PREFIX): form for form in _TOLD}
#: After these a bare yes or no of the person is an answer.
ASKING = frozenset({"notice.ticket.resolved", "notice.outage.restored"})
#: Words of the utility that the catalogue translates; any other is told as written.
_WORDS = {"role": "role", "documents": "choice.documents"}


def in_keys(kind: str, reference: str, facts: Mapping[str, Any], wording: Wording) -> Bubble | None:
    """The sentence of an event, as a key; None for one that no sentence of ours can tell."""
    form = FORMS.get(kind)
    if form is None:
        return None
    args = {"number": reference}
    args |= {name: _typed(name, value, wording) for name, value in facts.items()}
    choices = tuple(
        {"key": title, "args": {}, "payload": payload.format(number=reference)}
        for title, payload in form.choices
    )
    for key in (form.fuller, form.key):
        if key is not None and wording.can_say(key, args):
            return Bubble(key, args, choices)
    return None


def _typed(name: str, value: Any, wording: Wording) -> Any:
    """Facts are plain values; their names say how they are shown."""
    if isinstance(value, list):
        return {"type": "list", "value": [_typed(name, one, wording) for one in value]}
    if name.endswith("_at"):
        return {"type": "datetime", "value": value}
    if name.endswith("_on"):
        return {"type": "date", "value": value}
    if name == "amount":
        return {"type": "money", "value": value}
    key = f"{_WORDS.get(name)}.{value}"
    if name in _WORDS and wording.can_say(key, {}):
        return {"type": "word", "value": key}
    return value
