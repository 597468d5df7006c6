"""Looks after chats that nobody attends: those who wait hear so, and what is left goes back."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversations import Conversations
from bot.conversations.bell import DESK
from bot.helpdesk.owning import run_out
from bot.helpdesk.tables import Case
from bot.store.database import Database
from bot.store.tables import Conversation

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
# Who has waited so long without a word is told that they are not forgotten, and how many wait.
PATIENCE = timedelta(minutes=3)


class Watch:
    """One look after another; several processes may look at once, each word is said once."""

    def __init__(
        self, database: Database, conversations: Conversations, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._clock = clock

    async def watch(self) -> None:
        """Run until cancelled."""
        while True:
            try:
                await self.look()
            except Exception:
                log.exception("chats that wait cannot be looked after")
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Take back what was left, and say an honest word to whoever waits long."""
        now = self._clock()
        for conversation_id in await self._left(now):
            await self._conversations.pushes.say(
                conversation_id,
                "desk.left",
                unless_done=partial(run_out, conversation_id=conversation_id, now=now),
            )
            self._conversations.bell.ring(DESK)
        for place, conversation_id in await self._waiting_long(now):
            await self._conversations.pushes.say(
                conversation_id,
                "desk.still_waiting",
                {"count": place},
                unless_done=partial(_told, conversation_id=conversation_id, now=now),
            )

    async def _left(self, now: datetime) -> list[str]:
        query = select(Case.conversation_id).where(Case.lease_until <= now)
        async with self._database.session() as session:
            return list((await session.scalars(query)).all())

    async def _waiting_long(self, now: datetime) -> list[tuple[int, str]]:
        """Conversations with their place in the queue of all who wait."""
        place = func.row_number().over(order_by=(Case.urgent.desc(), Case.waiting_since))
        waiting = (
            select(Case.conversation_id, Case.waiting_since, Case.told_to_wait_at, place.label("n"))
            .join(Conversation, Conversation.id == Case.conversation_id)
            .where(Conversation.owner == "waiting")
            .subquery()
        )
        query = select(waiting.c.n, waiting.c.conversation_id).where(
            waiting.c.waiting_since <= now - PATIENCE, waiting.c.told_to_wait_at.is_(None)
        )
        async with self._database.session() as session:
            return [(row.n, row.conversation_id) for row in await session.execute(query)]


async def _told(session: AsyncSession, conversation_id: str, now: datetime) -> bool:
    case = await session.get(Case, conversation_id, with_for_update=True)
    if case is None or case.waiting_since is None or case.told_to_wait_at is not None:
        return False
    case.told_to_wait_at = now
    return True
