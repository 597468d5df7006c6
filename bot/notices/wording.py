"""How an event of the utility becomes a sentence of the catalogue: `notice.<kind>`."""

from collections.abc import Mapping
from typing import Any

from bot.messages import Bubble
from bot.wording import Wording

#: What can be tapped below a notice; {number} is the record's.
_YES = {"key": "button.fixed", "payload": '/inform{{"fixed": "yes", "ticket_number": "{number}"}}'}
_NO = {"key": "button.not_fixed", "payload": '/reopen_complaint{{"ticket_number": "{number}"}}'}
_NO_MORE = {"key": "button.notices_off", "payload": '/inform{{"notices": "off"}}'}
CHOICES: Mapping[str, tuple[dict[str, str], ...]] = {
    "ticket.assigned": (_NO_MORE,),
    "ticket.resolved": (_YES, _NO),
    "outage.restored": (_YES, _NO),
    "ticket.closed": (_NO,),
    "ticket.closed_by_silence": (_NO,),
}
#: After these the person's bare yes or no is an answer.
ASKING = frozenset({"ticket.resolved", "outage.restored"})
#: Words of the utility that the catalogue translates; any other is told as written.
_WORDS = {"role": "role", "reason": "outage_reason", "status": "status.ticket"}


def in_keys(kind: str, reference: str, facts: Mapping[str, Any], wording: Wording) -> Bubble | None:
    """The sentence of an event; None for an event that no sentence of ours can tell.

    With every fact that its fuller form needs it is `notice.<kind>.full`, else `notice.<kind>`.
    """
    args = {"number": reference}
    args |= {name: _typed(name, value, wording) for name, value in facts.items()}
    for key in (f"notice.{kind}.full", f"notice.{kind}"):
        if wording.can_say(key, args):
            return Bubble(key, args, tuple(_choices(kind, reference)))
    return None


def _choices(kind: str, reference: str) -> list[dict[str, Any]]:
    return [
        {"key": one["key"], "args": {}, "payload": one["payload"].format(number=reference)}
        for one in CHOICES.get(kind, ())
    ]


def _typed(name: str, value: Any, wording: Wording) -> Any:
    """Facts are plain values; their names say how they are shown."""
    if name.endswith("_at"):
        return {"type": "datetime", "value": value}
    if name.endswith("_on"):
        return {"type": "date", "value": value}
    if name == "amount":
        return {"type": "money", "value": value}
    if name in _WORDS and isinstance(value, str):
        key = f"{_WORDS[name]}.{'_'.join(value.casefold().split())}"
        return {"type": "word", "value": key} if wording.can_say(key, {}) else value
    return value
