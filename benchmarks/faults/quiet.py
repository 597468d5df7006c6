"""When everything that can be done is done."""

from sqlalchemy import func, select

from bot.channels.whatsapp.people import CHANNEL
from bot.channels.whatsapp.tables import Arrival
from bot.store.database import Database
from bot.store.tables import Entry, Inbound, KeptRequest


async def still_open(database: Database) -> int:
    """Messages, requests and letters of the gateway on which something is still to be done."""
    queries = (
        select(func.count()).where(Arrival.taken_at.is_(None)),
        select(func.count()).where(Inbound.status == "received"),
        select(func.count()).where(KeptRequest.delivered_at.is_(None)),
        select(func.count()).where(Entry.outbox == CHANNEL, Entry.delivered_at.is_(None)),
    )
    async with database.session() as session:
        return sum([await session.scalar(query) or 0 for query in queries])
