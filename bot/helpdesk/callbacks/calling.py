"""Who telephones whom: taken by one, tried, and what came of it."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.helpdesk.callbacks.rules import rules
from bot.helpdesk.callbacks.tables import Callback
from bot.helpdesk.errors import NotYours, TakenAlready, TooSoon, UnknownCallback
from bot.staff import audit
from bot.staff.roles import May
from bot.staff.sessions import SignedIn
from bot.store.database import Database


class Outcome(StrEnum):
    """What a member of staff notes after an attempt."""

    DONE = "done"
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


GIVEN_UP = "given_up"
"""The outcome of the last attempt that nobody answered."""

_FINAL = frozenset({Outcome.DONE, Outcome.WRONG_NUMBER, GIVEN_UP})


async def claim(database: Database, callback_id: int, staff: SignedIn, now: datetime) -> None:
    """Take a number to call it; from now on it is seen whole.

    Raises NotAllowed, UnknownCallback, TooSoon during a pause, and TakenAlready: of two who
    claim at once, one gets it.
    """
    staff.require(May.TAKE_CHATS)
    async with database.writing() as session:
        callback = await _seen_by(session, callback_id, staff)
        free = or_(Callback.staff_id.is_(None), Callback.lease_until <= now)
        taken = await session.execute(
            update(Callback)
            .where(Callback.id == callback_id, Callback.ended_at.is_(None), free)
            .where(Callback.due_at <= now)
            .values(staff_id=staff.id, lease_until=now + timedelta(minutes=rules().lease))
            .returning(Callback.id)
        )
        if taken.first() is None:
            raise TooSoon(callback_id) if callback.due_at > now else TakenAlready(callback_id)
        audit.note(session, staff.id, "callback_taken", now, _subject(callback_id))


async def note(
    database: Database, callback_id: int, staff: SignedIn, outcome: Outcome, now: datetime
) -> None:
    """Say what came of an attempt; the number is masked again. Raises NotYours."""
    async with database.writing() as session:
        callback = await _held(session, callback_id, staff)
        callback.attempts += 1
        tried_enough = outcome is Outcome.NO_ANSWER and callback.attempts >= rules().attempts
        callback.outcome = GIVEN_UP if tried_enough else outcome.value
        callback.tried_at, callback.tried_by = now, staff.id
        callback.staff_id = callback.lease_until = None
        if callback.outcome in _FINAL:
            callback.ended_at, callback.open_for = now, None
        else:
            answered = outcome is Outcome.REACHED
            callback.due_at = now + rules().pause_after(callback.attempts, answered=answered)
        how = {"outcome": callback.outcome, "attempt": callback.attempts}
        audit.note(session, staff.id, "callback_tried", now, _subject(callback_id), **how)


async def let_go(database: Database, callback_id: int, staff: SignedIn, now: datetime) -> None:
    """Give a number back that was not called. Raises NotYours."""
    async with database.writing() as session:
        callback = await _held(session, callback_id, staff)
        callback.staff_id = callback.lease_until = None
        audit.note(session, staff.id, "callback_let_go", now, _subject(callback_id))


async def _seen_by(session: AsyncSession, callback_id: int, staff: SignedIn) -> Callback:
    callback = await session.get(Callback, callback_id)
    if callback is None or not staff.sees(callback.division):
        raise UnknownCallback(callback_id)
    return callback


async def _held(session: AsyncSession, callback_id: int, staff: SignedIn) -> Callback:
    """Also after the lease, as long as nobody else took it: some calls are long."""
    query = select(Callback).where(
        Callback.id == callback_id, Callback.staff_id == staff.id, Callback.ended_at.is_(None)
    )
    callback = await session.scalar(query.with_for_update())
    if callback is None:
        raise NotYours(callback_id)
    return callback


def _subject(callback_id: int) -> str:
    return f"callback:{callback_id}"
