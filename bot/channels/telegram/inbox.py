"""Updates as they came: stored once each before Telegram hears that they did."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels import arrivals
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
    return await arrivals.waiting(database, Arrival, Arrival.chat)


async def next_of(database: Database, chat: str) -> Arrival | None:
    """The first of a chat's updates that is in no conversation yet."""
    return await arrivals.first(database, Arrival, Arrival.chat == chat, Arrival.update_id)


def heard_of(arrival: Arrival) -> Heard:
    """What was said in it."""
    return Heard.model_validate(arrival.heard or {})
