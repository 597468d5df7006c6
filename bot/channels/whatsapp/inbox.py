"""Messages as they came: stored once each before Meta hears that they did."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels import arrivals
from bot.channels.whatsapp.heard import Heard
from bot.channels.whatsapp.notices import Saying
from bot.channels.whatsapp.tables import Arrival
from bot.store.database import Database
from bot.store.once import store_new


async def keep(session: AsyncSession, sayings: Sequence[Saying]) -> None:
    """Store those that are new by Meta's id, in the caller's transaction."""
    rows = [
        {
            "wamid": one.wamid,
            "sender": one.user_id or one.phone,
            "phone": one.phone,
            "from_phone": one.from_phone,
            "user_id": one.user_id,
            "said_at": one.said_at,
            "heard": one.heard.model_dump(exclude_none=True),
        }
        for one in sayings
    ]
    await store_new(session, Arrival, rows)


async def waiting_senders(database: Database) -> list[str]:
    """Who has said something that is in no conversation yet."""
    return await arrivals.waiting(database, Arrival, Arrival.sender)


async def next_of(database: Database, sender: str) -> Arrival | None:
    """The first of a sender's messages that is in no conversation yet."""
    return await arrivals.first(database, Arrival, Arrival.sender == sender, Arrival.id)


def heard_of(arrival: Arrival) -> Heard:
    """What was said in it."""
    return Heard.model_validate(arrival.heard or {})
