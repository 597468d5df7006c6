"""What people say to notices: whether it is fixed, and whether they want any more of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from actions.errands.base import person_button
from actions.speech import ASKED, Answer, Bubble, Choice, payload, say
from actions.understanding import Turn
from actions.vocabulary import names_topic
from backend_client import BackendClient, BackendError, Conflict, NotFound

_ON = Choice("button.notices_on", payload("inform", notices="on"))
#: A longer message than this speaks of something else as well.
_SHORT = 6


async def heard(turn: Turn, answer: Answer, utility: BackendClient) -> bool:
    """Whether the message answers a notice and nothing else; then `answer` holds what is said."""
    wish = _wish(turn)
    if wish:
        answer.notices = wish
        off = wish == "off"
        answer.bubbles.append(say("notice.off", _ON) if off else say("notice.on"))
        return True
    number = _fixed(turn)
    if number is None:
        return False
    answer.bubbles += await _confirm(number, turn, utility)
    return True


def as_reopening(turn: Turn) -> Turn:
    """A bare "no" to the question whether it is fixed is a tap on its button."""
    number = turn.known.get(ASKED)
    if number is None or turn.draft or turn.is_tap or turn.intent != "deny" or not turn.sure:
        return turn
    return replace(
        turn, intent="reopen_complaint", is_tap=True, tapped={"ticket_number": str(number)}
    )


def _wish(turn: Turn) -> Literal["on", "off"] | None:
    if turn.is_tap:
        tapped = turn.tapped.get("notices")
        return tapped if tapped in ("on", "off") else None
    if len(turn.plain.split()) > _SHORT:
        return None
    wishes: tuple[Literal["on", "off"], ...] = ("on", "off")
    return next((wish for wish in wishes if names_topic(turn.plain, f"notices_{wish}")), None)


def _fixed(turn: Turn) -> str | None:
    """The ticket that the person calls fixed: by its button, or by a bare "yes"."""
    if turn.is_tap:
        tapped = turn.tapped.get("fixed") == "yes" and turn.tapped.get("ticket_number")
        return str(tapped) if tapped else None
    agrees = turn.intent == "affirm" and turn.sure and not turn.draft
    asked = turn.known.get(ASKED)
    return str(asked) if agrees and asked else None


async def _confirm(number: str, turn: Turn, utility: BackendClient) -> list[Bubble]:
    try:
        await utility.confirm(number, f"{turn.inbox_id}:confirm")
    except Conflict:
        return [say("fixed.still_open", number=number)]
    except NotFound:
        return [say("unknown.ticket", person_button(), number=number)]
    except BackendError:
        again = payload("inform", fixed="yes", ticket_number=number)
        return [say("fixed.not_noted", Choice("button.fixed", again))]
    return [say("fixed.thanks", number=number)]
