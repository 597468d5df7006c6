"""Which conversations hear of a record."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.notices.tables import Follower
from bot.store.tables import Conversation


async def follow(
    session: AsyncSession, conversation_id: str, references: Iterable[str], now: datetime
) -> None:
    """From now on this conversation hears of these records; in the caller's transaction.

    The caller holds the conversation's turn, so that nobody else adds the same row.
    """
    wanted = list(dict.fromkeys(references))
    if not wanted:
        return
    known = await session.scalars(
        select(Follower.reference).where(
            Follower.conversation_id == conversation_id, Follower.reference.in_(wanted)
        )
    )
    followed = set(known)
    for reference in wanted:
        if reference not in followed:
            session.add(Follower(reference=reference, conversation_id=conversation_id, since=now))


async def followers_of(session: AsyncSession, reference: str) -> list[Conversation]:
    """The conversations that follow a record, the one that it was issued to first."""
    query = (
        select(Conversation)
        .join(Follower, Follower.conversation_id == Conversation.id)
        .where(Follower.reference == reference)
        .order_by(Follower.id)
    )
    return list((await session.scalars(query)).all())
