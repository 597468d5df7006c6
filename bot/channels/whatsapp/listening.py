"""Takes stored messages into their conversations: each person's in order, people in parallel."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.hints import NOT_OFFERED, accept_or_hint
from bot.channels.whatsapp import inbox
from bot.channels.whatsapp.heard import Heard
from bot.channels.whatsapp.marks import Marks
from bot.channels.whatsapp.people import CHANNEL, conversation_of
from bot.channels.whatsapp.tables import Arrival
from bot.conversations import Conversations
from bot.conversations.bell import rung
from bot.messages import InboundMessage
from bot.store.database import Database

log = logging.getLogger(__name__)

ARRIVED = "whatsapp arrivals"  # the bell
LOOK_AGAIN_SECONDS = 5.0
PEOPLE_AT_ONCE = 8


class Ears:
    """One task for each person who has said something."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        marks: Marks,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._marks = marks
        self._clock = clock
        self._few = asyncio.Semaphore(PEOPLE_AT_ONCE)
        self._busy: dict[str, asyncio.Task[None]] = {}

    async def listen(self) -> None:
        """Run until cancelled; what an earlier process stored and did not take comes first."""
        bell = self._conversations.bell
        try:
            with bell.listen(ARRIVED) as ringing:
                while True:
                    try:
                        for sender in await inbox.waiting_senders(self._database):
                            self._hear(sender)
                    except Exception:
                        log.exception("messages that came by WhatsApp cannot be read")
                    await rung(ringing, LOOK_AGAIN_SECONDS)
        finally:
            for task in self._busy.values():
                task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    def _hear(self, sender: str) -> None:
        if sender not in self._busy:
            task = asyncio.create_task(self._take_all(sender))
            self._busy[sender] = task
            task.add_done_callback(lambda done: self._done(sender, done))

    def _done(self, sender: str, task: "asyncio.Task[None]") -> None:
        del self._busy[sender]
        if not task.cancelled() and not task.exception():
            # Something may have come between the last look and the end.
            self._conversations.bell.ring(ARRIVED)

    async def _take_all(self, sender: str) -> None:
        try:
            while arrival := await inbox.next_of(self._database, sender):
                async with self._few:
                    conversation_id = await conversation_of(
                        self._database,
                        self._conversations,
                        arrival.phone,
                        arrival.user_id,
                        arrival.said_at,
                        self._clock(),
                    )
                    hint = await self._accepted(conversation_id, arrival)
                if hint:
                    await self._say(conversation_id, arrival, hint)
        except Exception:
            # It stays stored and is tried again; other people's do not wait for it.
            log.exception("a message that came by WhatsApp cannot be taken")
            raise

    async def _accepted(self, conversation_id: str, arrival: Arrival) -> str | None:
        """Take a message into its conversation; the key of a hint if it cannot be answered."""
        hint = await self._kept(conversation_id, arrival.id, inbox.heard_of(arrival))
        if hint is None:
            async with self._database.writing() as session:
                taken = await inbox.take(session, arrival, self._clock())
            if taken:
                self._marks.show(arrival.wamid, typing=True)
        # Letters may be waiting for the person to write.
        self._conversations.bell.ring(CHANNEL)
        return hint

    async def _kept(self, conversation_id: str, number: int, heard: Heard) -> str | None:
        payload = heard.payload
        if heard.hint:
            return heard.hint
        if heard.choice is not None:
            payload = await self._conversations.offered(conversation_id, heard.choice)
            if payload is None:
                return NOT_OFFERED
        if payload:
            tapped = InboundMessage(conversation_id, f"wa:{number}", None, payload)
            hint = await accept_or_hint(self._conversations, tapped)
            if hint is None or heard.text is None:
                return hint
        text = heard.text if heard.media else heard.text or ""
        said = InboundMessage(conversation_id, f"wa:{number}", text, media=heard.media)
        return await accept_or_hint(self._conversations, said)

    async def _say(self, conversation_id: str, arrival: Arrival, key: str) -> None:
        """Say a hint after the answers to what came before it, and exactly once."""

        async def take(session: AsyncSession) -> bool:
            taken = await inbox.take(session, arrival, self._clock())
            if taken:
                self._marks.show(arrival.wamid, typing=False)
            return taken

        await self._conversations.say(conversation_id, key, unless_done=take)
