"""Tells what is due: each notice once in each conversation, in the order in which it came."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversations import Conversations
from bot.conversations.bell import rung
from bot.notices.desk import ARRIVED
from bot.notices.tables import Telling
from bot.notices.wording import ASKING
from bot.store.database import Database
from bot.store.tables import Conversation

log = logging.getLogger(__name__)

BATCH = 100
AT_ONCE = 4
LOOK_AGAIN_SECONDS = 5.0
AFTER_FAILURE = timedelta(minutes=1)


class Teller:
    """Brings tellings into their conversations; the channels bring them to the people."""

    def __init__(
        self, database: Database, conversations: Conversations, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._clock = clock

    async def run(self) -> None:
        """Until cancelled; what was held over night is found when its hour has come."""
        with self._conversations.bell.listen(ARRIVED) as ringing:
            while True:
                try:
                    more = await self.tell_due() == BATCH
                except SQLAlchemyError as error:
                    log.error("the database does not answer: %s", type(error).__name__)
                    more = False
                if not more:
                    await rung(ringing, LOOK_AGAIN_SECONDS)

    async def tell_due(self) -> int:
        """Tell a batch of what is due; returns how many there were."""
        query = (
            select(Telling)
            .where(Telling.told_at.is_(None), Telling.tell_at <= self._clock())
            .order_by(Telling.id)
            .limit(BATCH)
        )
        async with self._database.session() as session:
            due = (await session.scalars(query)).all()
        of_conversation: dict[str, list[Telling]] = defaultdict(list)
        for telling in due:
            of_conversation[telling.conversation_id].append(telling)
        few = asyncio.Semaphore(AT_ONCE)

        async def tell_all(tellings: list[Telling]) -> None:
            async with few:
                await self._tell_in_order(tellings)

        await asyncio.gather(*map(tell_all, of_conversation.values()))
        return len(due)

    async def _tell_in_order(self, tellings: list[Telling]) -> None:
        for telling in tellings:
            try:
                await self._conversations.pushes.say(
                    telling.conversation_id,
                    telling.say,
                    telling.args,
                    choices=telling.choices,
                    unless_done=partial(self._take, telling),
                )
            except SQLAlchemyError:
                raise
            except Exception:
                # One conversation's trouble holds up nobody else.
                log.exception("notice %s cannot be told", telling.event_id)
                await self._put_off(telling)
                return

    async def _take(self, telling: Telling, session: AsyncSession) -> bool:
        """Mark it told, in the transaction that stores its words; False: it is not to be said."""
        taken = await session.execute(
            update(Telling)
            .where(Telling.id == telling.id, Telling.told_at.is_(None))
            .values(told_at=self._clock())
            .returning(Telling.id)
        )
        if taken.first() is None:
            return False
        conversation = await session.get_one(Conversation, telling.conversation_id)
        if conversation.notices_off and not telling.urgent:
            return False
        if telling.say in ASKING:
            # From now on a bare yes or no is an answer to this question.
            number = telling.args["number"]
            conversation.known = {**conversation.known, "asked_fixed": number}
        return True

    async def _put_off(self, telling: Telling) -> None:
        async with self._database.writing() as session:
            await session.execute(
                update(Telling)
                .where(Telling.id == telling.id)
                .values(tell_at=self._clock() + AFTER_FAILURE)
            )
