"""Learns the next deadline of the chats that wait, beside the pages: none waits for the backend."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from operator import itemgetter

from sqlalchemy import Select, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from backend_client import BackendClient, BackendError, BackendRefused
from backend_client.models import Ticket
from bot.conversations.bell import DESK, Bell
from bot.helpdesk.tables import Case
from bot.notices.tables import Follower
from bot.store.database import Database

log = logging.getLogger(__name__)

SECONDS_OF_A_READ = 3.0
SECONDS_OF_A_CALL = 8.0
LOOK_SECONDS = 10.0
AT_ONCE = 20
# A deadline moves when a ticket is escalated or settled, which is nobody's matter of seconds.
STALE_AFTER = timedelta(minutes=5)
# Of a conversation with many, the last ones are what it is about.
MOST_TICKETS = 5
SETTLED = frozenset({"resolved", "confirmed", "closed"})

NONE_DUE = {"due_at": None, "due_number": None}


class Deadlines:
    """Asks the backend for the tickets of chats in the queue. Several processes may do so at
    once: each chat is asked for by one of them. Without a `backend` no deadline is shown."""

    def __init__(
        self,
        database: Database,
        backend: BackendClient | None,
        bell: Bell,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._backend = backend
        self._bell = bell
        self._clock = clock

    def start(self) -> Callable[[], Awaitable[None]]:
        """Begin, in the background; returns what ends it."""
        task = asyncio.create_task(self._watch(self._backend)) if self._backend else None

        async def stop() -> None:
            if task and self._backend:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
                await self._backend.aclose()

        return stop

    async def _watch(self, backend: BackendClient) -> None:
        while True:
            try:
                await self.look(backend)
            except BackendError as away:
                log.warning("deadlines are not known: %r", away)
            except Exception:
                log.exception("deadlines cannot be looked after")
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self, backend: BackendClient) -> None:
        """Ask for those that nobody has asked for lately. Raises BackendError while the backend
        is away; what was asked for then is asked for again later."""
        claimed = await self._claimed(self._clock())
        for conversation_id, numbers in claimed:
            nearest = await _nearest(backend, numbers)
            due = {"due_at": nearest.due_at, "due_number": nearest.number} if nearest else NONE_DUE
            async with self._database.writing() as session:
                await session.execute(
                    update(Case).where(Case.conversation_id == conversation_id).values(**due)
                )
        if claimed:
            self._bell.ring(DESK)

    async def _claimed(self, now: datetime) -> list[tuple[str, Sequence[str]]]:
        stale = _stale(now).limit(AT_ONCE)
        async with self._database.session() as session:  # reading keeps no writer waiting
            if (await session.scalars(stale)).first() is None:
                return []
        async with self._database.writing() as session:
            mine = (await session.scalars(stale.with_for_update(of=Case, skip_locked=True))).all()
            asked = update(Case).where(Case.conversation_id.in_(mine)).values(due_asked_at=now)
            await session.execute(asked)
            return [(one, await _followed(session, one)) for one in mine]


async def _nearest(backend: BackendClient, numbers: Sequence[str]) -> Ticket | None:
    """The open ticket with the nearest deadline."""
    tickets = [ticket for number in numbers if (ticket := await _ticket(backend, number))]
    due = [(one.due_at, one) for one in tickets if one.due_at and one.status not in SETTLED]
    return min(due, key=itemgetter(0))[1] if due else None


async def _ticket(backend: BackendClient, number: str) -> Ticket | None:
    try:
        return await backend.ticket(number)
    except BackendRefused:
        return None  # an application, or a number that is gone


def _stale(now: datetime) -> Select[tuple[str]]:
    """Chats of the queue that follow a record, and whose deadline nobody has asked for since."""
    theirs = Follower.conversation_id == Case.conversation_id
    return (
        select(Case.conversation_id)
        .where(
            or_(Case.waiting_since.is_not(None), Case.lease_until.is_not(None)),
            exists().where(theirs),
            or_(
                Case.due_asked_at.is_(None),
                Case.due_asked_at < now - STALE_AFTER,
                exists().where(theirs, Follower.since > Case.due_asked_at),
            ),
        )
        .order_by(Case.due_asked_at.nulls_first(), Case.conversation_id)
    )


async def _followed(session: AsyncSession, conversation_id: str) -> Sequence[str]:
    query = (
        select(Follower.reference)
        .where(Follower.conversation_id == conversation_id)
        .order_by(Follower.id.desc())
        .limit(MOST_TICKETS)
    )
    return (await session.scalars(query)).all()
