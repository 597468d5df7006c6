"""The record of what staff looked at and changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.staff.tables import Deed
from bot.store.database import Database


def note(
    session: AsyncSession,
    staff_id: int | None,
    what: str,
    now: datetime,
    subject: str | None = None,
    **details: Any,
) -> None:
    """Add one deed in the caller's transaction: it and what it tells of happen together.

    `subject` names a conversation, a ticket or a member of staff; details hold no words of a
    consumer and no numbers of theirs.
    """
    session.add(Deed(at=now, staff_id=staff_id, what=what, subject=subject, details=details))


async def deeds(
    database: Database, *, before: int | None = None, subject: str | None = None, most: int = 100
) -> Sequence[Deed]:
    """The latest deeds first, older than the one numbered `before`."""
    query = select(Deed).order_by(Deed.id.desc()).limit(most)
    if before is not None:
        query = query.where(Deed.id < before)
    if subject is not None:
        query = query.where(Deed.subject == subject)
    async with database.session() as session:
        return (await session.scalars(query)).all()
