"""What people ask about their own data: what is stored of them, and that it be erased.

The gateway knows what it stores; here is only understood what they want, and asked once whether
they are sure. Proof of a mobile number is the gateway's too: with it the answer is about every
conversation of that number, without it about this one.
"""

from __future__ import annotations

from typing import Literal

from actions.speech import Answer, Choice, payload, say
from actions.understanding import Turn
from actions.vocabulary import names_topic

Wish = Literal["held", "erase", "erase_yes", "keep"]

ERASE = Choice("button.privacy_erase", payload("inform", privacy="erase"))
_YES = Choice("button.privacy_erase_yes", payload("inform", privacy="erase_yes"))
_KEEP = Choice("button.privacy_keep", payload("inform", privacy="keep"))
#: The errand that proves a mobile number by a code.
_PROVE = Choice("button.privacy_prove", payload("check_ticket_status", own="records"))
#: A longer message speaks of something else as well.
_SHORT = 8
_QUESTION = "privacy.erase_sure"
#: Among the known facts: whether the last thing said was the question if they are sure.
ASKED = "asked_erase"


def heard(turn: Turn, answer: Answer) -> Wish | None:
    """What the message wants of the person's own data; then `answer` holds what is said."""
    wish = _wish(turn)
    if wish == "held":
        answer.privacy = "held"
        others = turn.provable and not turn.proved
        answer.bubbles += [say("privacy.held_here", _PROVE)] if others else []
    elif wish == "erase":
        answer.bubbles.append(say(_QUESTION, _YES, _KEEP))
    elif wish == "keep":
        answer.bubbles.append(say("privacy.not_erased"))
    elif wish == "erase_yes":
        _erase(turn, answer)
    return wish


def remember_asking(answer: Answer) -> None:
    """A bare yes erases only where it answers that question; after anything else said it is no
    answer to it any more."""
    answer.known.pop(ASKED, None)
    if any(bubble.key == _QUESTION for bubble in answer.bubbles):
        answer.known[ASKED] = True


def _erase(turn: Turn, answer: Answer) -> None:
    """The draft and everything known goes; what was kept for the utility is still delivered."""
    answer.privacy = "erase"
    answer.draft, answer.known = None, {}
    answer.bubbles.append(say("privacy.erasing"))
    if turn.kept:
        answer.bubbles.append(say("privacy.erase_waits"))


def _wish(turn: Turn) -> Wish | None:
    if turn.is_tap:
        tapped = turn.tapped.get("privacy")
        return tapped if tapped in ("held", "erase", "erase_yes", "keep") else None
    if len(turn.plain.split()) > _SHORT:
        return None
    if turn.known.get(ASKED) and turn.sure and turn.intent in ("affirm", "deny"):
        return "erase_yes" if turn.intent == "affirm" else "keep"
    wishes: tuple[Literal["erase", "held"], ...] = ("erase", "held")
    return next((wish for wish in wishes if names_topic(turn.plain, f"privacy_{wish}")), None)
