"""Which conversations hear of a record."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.notices.tables import Follower
from bot.store.prepared import insertion
from bot.store.tables import Conversation
from bot.store.work import Work

_FOLLOWS = insertion(Follower.__table__, lambda: None, unless_there=True)


async def follow(
    work: Work, conversation_id: str, references: Iterable[str], now: datetime
) -> None:
    """From now on this conversation hears of these records; in the caller's transaction."""
    for reference in dict.fromkeys(references):
        await work.rows(_FOLLOWS, reference=reference, conversation_id=conversation_id, since=now)


async def followers_of(session: AsyncSession, reference: str) -> list[Conversation]:
    """The conversations that follow a record, the one that it was issued to first."""
    query = (
        select(Conversation)
        .join(Follower, Follower.conversation_id == Conversation.id)
        .where(Follower.reference == reference)
        .order_by(Follower.id)
    )
    return list((await session.scalars(query)).all())
