"""Takes stored updates into their conversations: each chat's in order, chats in parallel."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Bot
from telegram.error import TelegramError

from bot.channels import arrivals
from bot.channels.hints import NOT_OFFERED, accept_or_hint
from bot.channels.lanes import LOOK_AGAIN_SECONDS, Lanes
from bot.channels.telegram import chats, inbox
from bot.channels.telegram.chats import CHANNEL
from bot.channels.telegram.heard import Heard
from bot.channels.telegram.tables import Arrival
from bot.channels.turnstile import Turnstile
from bot.conversations import Conversations
from bot.limits import SharedLimit
from bot.messages import InboundMessage
from bot.people.numbers import mobile_of
from bot.people.proofs import prove
from bot.store.database import Database
from watching.tracing import Span

log = logging.getLogger(__name__)

ARRIVED = "telegram arrivals"  # the bell
CHATS_AT_ONCE = 8


class Ears:
    """One task for each chat in which something was said."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        bot: Bot,
        limit: SharedLimit,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._bot = bot
        self._clock = clock
        self._turnstile = Turnstile(
            conversations, limit, lambda session, found: chats.slowed(session, found, clock())
        )
        self._few = asyncio.Semaphore(CHATS_AT_ONCE)
        self._lanes = Lanes(conversations.bell, ARRIVED, self._look, self._take_all)
        self._ending: set[asyncio.Task[None]] = set()

    async def listen(self) -> None:
        """Run until cancelled; what an earlier process stored and did not take comes first."""
        try:
            await self._lanes.run()
        finally:
            for task in self._ending:
                task.cancel()
            await asyncio.gather(*self._ending, return_exceptions=True)

    async def _look(self) -> tuple[list[str], float]:
        return await inbox.waiting_chats(self._database), LOOK_AGAIN_SECONDS

    async def _take_all(self, chat: str) -> None:
        while arrival := await inbox.next_of(self._database, chat):
            with Span("arrival", arrival.trace, channel=CHANNEL):
                await self._take(chat, arrival)

    async def _take(self, chat: str, arrival: Arrival) -> None:
        async with self._few:
            opened = await self._conversations.open(CHANNEL, chat)
            async with self._database.writing() as session:
                await chats.heard_from(session, opened.conversation_id, self._clock())
        await self._turnstile.wait(f"{CHANNEL}:{chat}", opened.conversation_id)
        async with self._few:
            hint = await self._taken(opened.conversation_id, arrival)
        if hint:
            await self._say(opened.conversation_id, arrival, hint)

    async def _taken(self, conversation_id: str, arrival: Arrival) -> str | None:
        """Take an update into its conversation; the key of a hint if it cannot be answered."""
        now, heard = self._clock(), inbox.heard_of(arrival)
        if heard.tap:
            self._meanwhile(self._end_tap(heard.tap))
        own = mobile_of(heard.telephone) if heard.telephone else None
        if own:
            async with self._database.writing() as session:
                await prove(session, conversation_id, own, "telegram_contact", now)
        hint = await self._kept(conversation_id, arrival, heard, own)
        if hint is None:
            async with self._database.writing() as session:
                await arrivals.take(session, arrival, now)
        return hint

    async def _kept(
        self, conversation_id: str, arrival: Arrival, heard: Heard, own: str | None
    ) -> str | None:
        payload = heard.payload
        if heard.hint:
            return heard.hint
        if heard.choice is not None:
            payload = await self._conversations.offered(conversation_id, heard.choice)
        if heard.tap and payload is None:
            return NOT_OFFERED
        message = InboundMessage(
            conversation_id,
            f"tg:{arrival.bot_id}:{arrival.update_id}",
            own or heard.telephone or heard.text,
            payload,
            caller=f"{CHANNEL}:{arrival.chat}",
            media=heard.media,
        )
        return await accept_or_hint(self._conversations, message)

    async def _say(self, conversation_id: str, arrival: Arrival, key: str) -> None:
        """Say a hint after the answers to what came before it, and exactly once."""

        async def take(session: AsyncSession) -> bool:
            return await arrivals.take(session, arrival, self._clock())

        await self._conversations.pushes.say(conversation_id, key, unless_done=take)

    async def _end_tap(self, tap: str) -> None:
        """Until a tap is answered, the person's Telegram shows the button as busy."""
        try:
            await self._bot.answer_callback_query(tap)
        except TelegramError as error:
            # Too old to be answered: nothing is busy any more.
            log.info("a tap was not ended: %s", type(error).__name__)

    def _meanwhile(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
