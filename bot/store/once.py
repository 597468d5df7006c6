"""Rows that are stored once, whoever brings them first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.tables import Base


async def store_new(
    session: AsyncSession, table: type[Base], rows: Sequence[dict[str, Any]]
) -> None:
    """Store, in the caller's transaction, those rows whose keys are not there yet.

    The database decides, because the same row may come twice in the same moment.
    """
    if not rows:
        return
    if session.get_bind().dialect.name == "sqlite":
        await session.execute(sqlite.insert(table).on_conflict_do_nothing(), rows)
    else:
        await session.execute(postgresql.insert(table).on_conflict_do_nothing(), rows)
