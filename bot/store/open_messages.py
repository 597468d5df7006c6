"""Whose messages are open, and since when: for whoever takes up what stayed unanswered."""

from datetime import datetime

from sqlalchemy import ColumnElement, Integer, and_, cast, func, select

from bot.store.database import Database
from bot.store.tables import Inbound


async def conversations_due(database: Database, now: datetime | None) -> list[str]:
    """Conversations whose oldest work is due at `now`; None: all that have any open message.

    Those that may be about danger to life come first, then who has waited longest.
    """
    urgent = func.max(cast(Inbound.urgent, Integer))
    query = (
        select(Inbound.conversation_id)
        .where(_open(now))
        .group_by(Inbound.conversation_id)
        .order_by(urgent.desc(), func.min(Inbound.id))
    )
    async with database.session() as session:
        return list((await session.scalars(query)).all())


async def next_due(database: Database) -> datetime | None:
    """When the next open message is to be tried again."""
    async with database.session() as session:
        due: datetime | None = await session.scalar(
            select(func.min(Inbound.due_at)).where(_open(None))
        )
    return due


def _open(now: datetime | None) -> ColumnElement[bool]:
    received = Inbound.status == "received"
    return received if now is None else and_(received, Inbound.due_at <= now)
