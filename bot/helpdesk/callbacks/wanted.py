"""Somebody wants to be telephoned: one row for a number, however often they ask."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.helpdesk.callbacks.tables import Callback
from bot.rasa import CallWanted
from bot.store.once import store_new
from bot.store.tables import Conversation

# Their row was made when they called, before anybody talked to Rasa; should they have been
# telephoned meanwhile, the request that comes of the call must not ask for it once more.
_MISSED_CALL = "missed_call"


async def missed_call(
    session: AsyncSession, mobile_number: str, matter: str | None, now: datetime
) -> None:
    """Somebody has called us, in the caller's transaction. Who calls again is at the telephone:
    no pause holds any longer."""
    await _open(session, mobile_number, now)
    facts: dict[str, Any] = {"missed_calls": Callback.missed_calls + 1, "due_at": now}
    await _learn(session, mobile_number, facts | ({"matter": matter} if matter else {}))


async def asked_in(
    session: AsyncSession,
    conversation: Conversation,
    wanted: CallWanted,
    references: Sequence[str],
    now: datetime,
) -> None:
    """A turn ended in the wish to be called, with these numbers of the backend; in the
    transaction of its answer."""
    if conversation.channel != _MISSED_CALL:
        await _open(session, wanted.mobile_number, now)
    knows_language = conversation.language_chosen or conversation.language_shown
    facts = {
        "conversation_id": conversation.id,
        "reference": references[0] if references else None,
        "language": conversation.language if knows_language else None,
        "division": wanted.division,
    }
    known = {name: fact for name, fact in facts.items() if fact is not None}
    await _learn(session, wanted.mobile_number, known)


async def _open(session: AsyncSession, mobile_number: str, now: datetime) -> None:
    row = {
        "open_for": mobile_number,
        "mobile_number": mobile_number,
        "asked_at": now,
        "due_at": now,
    }
    await store_new(session, Callback, [row])


async def _learn(session: AsyncSession, mobile_number: str, facts: dict[str, Any]) -> None:
    await session.execute(
        update(Callback).where(Callback.open_for == mobile_number).values(**facts)
    )
