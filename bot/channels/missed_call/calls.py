"""Missed calls in the database: stored once, open until they became a request."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.missed_call.forms import Call, cause_of
from bot.channels.missed_call.tables import MissedCall
from bot.helpdesk.callbacks.wanted import missed_call
from bot.store.database import Database

# People call again when nobody rings back at once; that is the same wish.
COOLDOWN = timedelta(minutes=30)
AT_ONCE = 50


async def keep(database: Database, provider: str, call: Call, now: datetime) -> bool:
    """Store a call; False if it was told before."""
    try:
        async with database.writing(hurried=True) as session:
            session.add(
                MissedCall(
                    provider=provider,
                    call_id=call.call_id,
                    mobile_number=call.mobile_number,
                    called=call.called,
                    at=now,
                    due_at=now,
                )
            )
            await session.flush()  # one that was told before ends here
            await missed_call(session, call.mobile_number, cause_of(call.called), now)
    except IntegrityError:
        return False
    return True


async def due(database: Database, now: datetime) -> list[str]:
    """Mobile numbers with a call that is to be looked at."""
    query = (
        select(MissedCall.mobile_number)
        .where(MissedCall.status == "open", MissedCall.due_at <= now)
        .distinct()
        .limit(AT_ONCE)
    )
    async with database.session() as session:
        return list((await session.scalars(query)).all())


async def next_due(database: Database, now: datetime) -> datetime | None:
    """When the first of the other open calls is to be looked at."""
    query = select(func.min(MissedCall.due_at)).where(
        MissedCall.status == "open", MissedCall.due_at > now
    )
    async with database.session() as session:
        moment: datetime | None = await session.scalar(query)
    return moment


async def claim_next(
    database: Database, mobile_number: str, now: datetime, due_at: datetime
) -> MissedCall | None:
    """The oldest call of a number that is to be looked at; no other process gets it before
    `due_at`."""
    query = (
        select(MissedCall)
        .where(
            MissedCall.mobile_number == mobile_number,
            MissedCall.status == "open",
            MissedCall.due_at <= now,
        )
        .order_by(MissedCall.id)
        .limit(1)
        .with_for_update()
    )
    async with database.writing() as session:
        found: MissedCall | None = await session.scalar(query)
        if found is not None:
            found.due_at = due_at
    return found


async def is_repeated(database: Database, call: MissedCall) -> bool:
    """Whether a call follows soon after another one that became a request."""
    query = (
        select(MissedCall.id)
        .where(
            MissedCall.mobile_number == call.mobile_number,
            MissedCall.status == "done",
            MissedCall.id < call.id,
            MissedCall.at > call.at - COOLDOWN,
        )
        .limit(1)
    )
    async with database.session() as session:
        return await session.scalar(query) is not None


async def settle(
    session: AsyncSession, call: MissedCall, status: str, reference: str | None = None
) -> bool:
    """End a call in the caller's transaction; False if it was ended before."""
    ended = await session.execute(
        update(MissedCall)
        .where(MissedCall.id == call.id, MissedCall.status == "open")
        .values(status=status, reference=reference)
        .returning(MissedCall.id)
    )
    return ended.first() is not None
