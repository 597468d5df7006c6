"""What came by a channel and is in no conversation yet: one line for each sender, in order.

A channel's own column names whose line a row stands in, another one the order in it.
"""

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, String, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from bot.store.database import Database
from bot.store.sealed import SealedJson
from bot.store.tables import RowId, UtcTime
from watching import tracing


class Arrived:
    """What the tables of both channels have in common; `heard` is emptied once it is taken.

    `trace`: the traceparent of the webhook or poll by which it came.
    """

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    heard: Mapped[dict[str, Any] | None] = mapped_column(SealedJson)
    taken_at: Mapped[datetime | None] = mapped_column(UtcTime)
    trace: Mapped[str | None] = mapped_column(String(tracing.LENGTH), default=tracing.traceparent)


A = TypeVar("A", bound=Arrived)


async def waiting(
    database: Database, table: type[A], sender: InstrumentedAttribute[str]
) -> list[str]:
    """Whose line has somebody in it."""
    query = select(sender).where(_open(table)).distinct()
    async with database.session() as session:
        return list((await session.scalars(query)).all())


async def first(
    database: Database,
    table: type[A],
    line: ColumnElement[bool],
    order: InstrumentedAttribute[int],
) -> A | None:
    """The first of a line."""
    query = select(table).where(_open(table), line).order_by(order).limit(1)
    async with database.session() as session:
        arrival: A | None = await session.scalar(query)
    return arrival


async def take(session: AsyncSession, arrival: A, now: datetime) -> bool:
    """Mark what came as taken and forget its words; False if somebody else was first."""
    table = type(arrival)
    taken = await session.execute(
        update(table)
        .where(table.id == arrival.id, _open(table))
        .values(taken_at=now, heard=None)
        .returning(table.id)
    )
    return taken.first() is not None


def _open(table: type[A]) -> ColumnElement[bool]:
    return table.taken_at.is_(None)
