"""Takes things out of the database for good, a batch at a time, in the caller's transaction.

Rows of the transcript stay, without what was said: the figures of a report count them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.tables import ERASED, Base, Entry, Inbound

ROWS_AT_ONCE = 200


async def remove(session: AsyncSession, table: type[Base], *which: ColumnElement[bool]) -> int:
    """Remove the next rows of a table; how many they were, 0 when none is left."""
    key = tuple_(*table.__table__.primary_key)
    batch = select(*table.__table__.primary_key).where(*which).limit(ROWS_AT_ONCE)
    gone = await session.execute(
        delete(table).where(key.in_(batch)).execution_options(synchronize_session=False)
    )
    return _count(gone)


async def change(
    session: AsyncSession, table: type[Base], values: dict[str, Any], *which: ColumnElement[bool]
) -> int:
    """Empty the same columns in the next rows of a table, which then are none of `which`."""
    key = tuple_(*table.__table__.primary_key)
    batch = select(*table.__table__.primary_key).where(*which).limit(ROWS_AT_ONCE)
    changed = await session.execute(
        update(table)
        .where(key.in_(batch))
        .values(values)
        .execution_options(synchronize_session=False)
    )
    return _count(changed)


async def blank(session: AsyncSession, entries: Sequence[int], now: datetime) -> None:
    """Erase what these entries of a transcript say; what was not brought yet never will be."""
    unsaid = {"text": None, "bubble": None, "buttons": None, "kind": ERASED}
    brought = func.coalesce(Entry.delivered_at, now)
    quietly = {"synchronize_session": False}
    await session.execute(
        update(Entry)
        .where(Entry.id.in_(entries))
        .values(**unsaid, delivered_at=brought)
        .execution_options(**quietly)
    )
    await session.execute(
        update(Inbound)
        .where(Inbound.id.in_(entries))
        .values(payload=None, media=None)
        .execution_options(**quietly)
    )


def _count(result: Any) -> int:
    return int(result.rowcount)
