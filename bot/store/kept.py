"""Requests that wait for the backend."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import Database
from bot.store.tables import KeptRequest

FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(seconds=60)
AT_ONCE = 50


async def keep_requests(
    session: AsyncSession, conversation_id: str, drafts: Sequence[dict[str, Any]], now: datetime
) -> None:
    """Store requests in the caller's transaction, the one that answers their last message."""
    for draft in drafts:
        # Not add: a request that came back with a wrong field may have to wait a second time.
        await session.merge(
            KeptRequest(
                id=draft["id"],
                conversation_id=conversation_id,
                draft=draft,
                tries=0,
                due_at=now + FIRST_PAUSE,
                delivered_at=None,
            )
        )


async def due(database: Database, now: datetime) -> list[KeptRequest]:
    """The next ones to be tried, the one that waits longest first."""
    query = (
        select(KeptRequest)
        .where(KeptRequest.delivered_at.is_(None), KeptRequest.due_at <= now)
        .order_by(KeptRequest.due_at)
        .limit(AT_ONCE)
    )
    async with database.session() as session:
        return list((await session.scalars(query)).all())


async def next_due(database: Database) -> datetime | None:
    """When the first of all that wait is to be tried."""
    query = select(func.min(KeptRequest.due_at)).where(KeptRequest.delivered_at.is_(None))
    async with database.session() as session:
        moment: datetime | None = await session.scalar(query)
    return moment


async def still_due(database: Database, request_id: str, now: datetime) -> KeptRequest | None:
    """The request as it stands, unless another process was faster."""
    async with database.session() as session:
        request = await session.get(KeptRequest, request_id)
    waits = request is not None and request.delivered_at is None and request.due_at <= now
    return request if waits else None


async def put_off(
    database: Database, request: KeptRequest, draft: dict[str, Any], now: datetime
) -> None:
    """Try again after a pause that grows."""
    pause = min(FIRST_PAUSE * 2 ** min(request.tries, 10), LONGEST_PAUSE)
    async with database.writing() as session:
        await session.execute(
            update(KeptRequest)
            .where(KeptRequest.id == request.id)
            .values(draft=draft, tries=KeptRequest.tries + 1, due_at=now + pause)
        )


async def settle(session: AsyncSession, request_id: str, now: datetime) -> bool:
    """Mark a request as delivered; False if somebody else was first."""
    done = await session.execute(
        update(KeptRequest)
        .where(KeptRequest.id == request_id, KeptRequest.delivered_at.is_(None))
        .values(delivered_at=now)
        .returning(KeptRequest.id)
    )
    return done.first() is not None
