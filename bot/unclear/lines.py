"""Messages that the bot asked back about, out of the gateway's own store."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from bot.store.tables import Conversation, Entry, Inbound

#: The bot's sentences that say: I did not get that.
LOST = ("answer.not_understood", "answer.did_you_mean", "problem.not_understood")
DID_YOU_MEAN = "answer.did_you_mean"
_READ_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Unclear:
    """A typed message that was not understood: as it was typed, in which language it was
    answered, and the intent that the bot asked about first."""

    number: int
    text: str
    language: str
    guess: str | None


_asked = aliased(Entry, name="asked")


def answered_messages() -> Select[Any]:
    """Typed messages with the bubbles that answered them, to be narrowed and put in order by
    `Inbound.id`; `unclear_in` reads it."""
    return (
        select(
            Inbound.id,
            _asked.text,
            Entry.bubble,
            func.coalesce(Inbound.language, Conversation.language),
        )
        .join(Inbound, Inbound.id == Entry.answers)
        .join(_asked, _asked.id == Inbound.id)
        .join(Conversation, Conversation.id == Inbound.conversation_id)
        .where(Inbound.payload.is_(None), _asked.text.is_not(None), Entry.bubble.is_not(None))
    )


def unclear_in(session: Session, question: Select[Any]) -> Iterator[Unclear]:
    """Those of `answered_messages` that the bot asked back about.

    What the bot said is encrypted, so no query can look for it: bubble after bubble is read
    until whoever asks has enough.
    """
    shown: set[int] = set()
    for number, text, bubble, language in session.execute(question).yield_per(_READ_AT_ONCE):
        if bubble.get("say") in LOST and number not in shown:
            shown.add(number)
            yield Unclear(number, text, language, _guess(bubble))


def _guess(bubble: dict[str, Any]) -> str | None:
    choices = bubble.get("choices")
    first = choices[0].get("payload", "") if isinstance(choices, list) and choices else ""
    found = re.match(r"/(\w+)", first)
    return found[1] if found and bubble.get("say") == DID_YOU_MEAN else None
