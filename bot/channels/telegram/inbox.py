"""Updates as they came: stored once each before Telegram hears that they did."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.telegram.heard import Heard, Saying
from bot.channels.telegram.tables import Arrival
from bot.store.database import Database
from bot.store.once import store_new


async def keep(session: AsyncSession, bot_id: str, sayings: Sequence[Saying]) -> None:
    """Store those that are new by their update's id, in the caller's transaction."""
    rows = [
        {
            "bot_id": bot_id,
            "update_id": one.update_id,
            "chat": one.chat,
            "heard": one.heard.model_dump(mode="json", exclude_none=True),
        }
        for one in sayings
    ]
    await store_new(session, Arrival, rows)


async def waiting_chats(database: Database) -> list[str]:
    """Where something was said that is in no conversation yet."""
    async with database.session() as session:
        query = select(Arrival.chat).where(Arrival.taken_at.is_(None)).distinct()
        return list((await session.scalars(query)).all())


async def next_of(database: Database, chat: str) -> Arrival | None:
    """The first of a chat's updates that is in no conversation yet."""
    query = (
        select(Arrival)
        .where(Arrival.taken_at.is_(None), Arrival.chat == chat)
        .order_by(Arrival.update_id)
        .limit(1)
    )
    async with database.session() as session:
        arrival: Arrival | None = await session.scalar(query)
    return arrival


async def take(session: AsyncSession, arrival: Arrival, now: datetime) -> bool:
    """Mark an update as taken and forget its words; False if somebody else was first."""
    taken = await session.execute(
        update(Arrival)
        .where(Arrival.id == arrival.id, Arrival.taken_at.is_(None))
        .values(taken_at=now, heard=None)
        .returning(Arrival.id)
    )
    return taken.first() is not None


def heard_of(arrival: Arrival) -> Heard:
    """What was said in it."""
    return Heard.model_validate(arrival.heard or {})
