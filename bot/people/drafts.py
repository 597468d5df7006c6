"""An errand begun on one channel is taken up on another, by whoever proved to be the same."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.proofs import same_person
from bot.store.database import Database
from bot.store.tables import Conversation

# Under this name the draft travels in what is known, until the action server has taken it.
TAKEN_UP = "taken_up"


async def elsewhere(
    database: Database, conversation_id: str, now: datetime
) -> list[dict[str, str]]:
    """Open drafts of the same person's other conversations: id and errand of each."""
    async with database.session() as session:
        others = (await session.scalars(_others(conversation_id, now))).all()
    drafts = [other.draft for other in others if other.draft]
    return [{"id": str(one.get("id")), "errand": str(one.get("errand"))} for one in drafts]


def wanted_in(payload: str | None) -> str | None:
    """The id of the draft that a tap wants to take up; None for any other tap."""
    _, brace, values = (payload or "").partition("{")
    try:
        told: Any = json.loads(brace + values) if brace else {}
    except ValueError:
        return None
    wanted = told.get("take_up")
    return wanted if isinstance(wanted, str) else None


async def take_up(
    session: AsyncSession, conversation_id: str, draft_id: str, now: datetime
) -> str | None:
    """Move a draft here, in the caller's transaction; the conversation that it was taken from.

    None if it is not there any more: done, dropped or taken before, perhaps by this very tap.
    """
    others = (await session.scalars(_others(conversation_id, now))).all()
    owner = next((one for one in others if _is(one, draft_id)), None)
    if owner is None:
        return None
    # Both rows, always in the same order: two people may tap in the same moment.
    both = await _locked(session, (conversation_id, owner.id))
    here, there = both[conversation_id], both[owner.id]
    if not _is(there, draft_id):
        return None
    here.known = {**here.known, TAKEN_UP: there.draft}
    there.draft = None
    return there.id


async def _locked(session: AsyncSession, ids: Sequence[str]) -> dict[str, Conversation]:
    query = (
        select(Conversation)
        .where(Conversation.id.in_(ids))
        .order_by(Conversation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {one.id: one for one in await session.scalars(query)}


def _is(conversation: Conversation, draft_id: str) -> bool:
    return bool(conversation.draft) and (conversation.draft or {}).get("id") == draft_id


def _others(conversation_id: str, now: datetime) -> Select[tuple[Conversation]]:
    """The same person's other conversations in which an errand is open."""
    others = same_person(conversation_id, now)
    return select(Conversation).where(Conversation.id.in_(others), Conversation.draft.is_not(None))
