"""Takes stored messages into their conversations: each person's in order, people in parallel."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels import arrivals
from bot.channels.hints import NOT_OFFERED, accept_or_hint
from bot.channels.lanes import LOOK_AGAIN_SECONDS, Lanes
from bot.channels.turnstile import Turnstile
from bot.channels.whatsapp import inbox, people
from bot.channels.whatsapp.heard import Heard
from bot.channels.whatsapp.marks import Marks
from bot.channels.whatsapp.people import CHANNEL
from bot.channels.whatsapp.tables import Arrival
from bot.conversations import Conversations
from bot.limits import SharedLimit
from bot.messages import InboundMessage
from bot.store.database import Database
from watching.tracing import Span

ARRIVED = "whatsapp arrivals"  # the bell
PEOPLE_AT_ONCE = 8


class Ears:
    """One task for each person who has said something. `limit` holds for each of them alone."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        marks: Marks,
        limit: SharedLimit,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._conversations = conversations
        self._marks = marks
        self._turnstile = Turnstile(
            conversations, limit, lambda session, found: people.slowed(session, found, clock())
        )
        self._clock = clock
        self._few = asyncio.Semaphore(PEOPLE_AT_ONCE)
        self._lanes = Lanes(conversations.bell, ARRIVED, self._look, self._take_all)

    async def listen(self) -> None:
        """Run until cancelled; what an earlier process stored and did not take comes first."""
        await self._lanes.run()

    async def _look(self) -> tuple[list[str], float]:
        return await inbox.waiting_senders(self._database), LOOK_AGAIN_SECONDS

    async def _take_all(self, sender: str) -> None:
        while arrival := await inbox.next_of(self._database, sender):
            with Span("arrival", arrival.trace, channel=CHANNEL):
                await self._take(sender, arrival)

    async def _take(self, sender: str, arrival: Arrival) -> None:
        async with self._few:
            conversation_id = await people.conversation_of(
                self._database, self._conversations, arrival, self._clock()
            )
        await self._turnstile.wait(f"{CHANNEL}:{sender}", conversation_id)
        async with self._few:
            hint = await self._accepted(conversation_id, arrival)
        if hint:
            await self._say(conversation_id, arrival, hint)

    async def _accepted(self, conversation_id: str, arrival: Arrival) -> str | None:
        """Take a message into its conversation; the key of a hint if it cannot be answered."""
        hint = await self._kept(conversation_id, arrival, inbox.heard_of(arrival))
        if hint is None:
            async with self._database.writing() as session:
                taken = await arrivals.take(session, arrival, self._clock())
            if taken:
                self._marks.show(arrival.wamid, typing=True)
        # Letters may be waiting for the person to write.
        self._conversations.bell.ring(CHANNEL)
        return hint

    async def _kept(self, conversation_id: str, arrival: Arrival, heard: Heard) -> str | None:
        payload = heard.payload
        if heard.hint:
            return heard.hint
        if heard.choice is not None:
            payload = await self._conversations.offered(conversation_id, heard.choice)
            if payload is None and heard.text is None:
                return NOT_OFFERED
        if payload:
            hint = await self._hint(conversation_id, arrival, Heard(payload=payload))
            if hint is None or heard.text is None:
                return hint
        words = Heard(text=heard.text, media=heard.media)
        return await self._hint(conversation_id, arrival, words)

    async def _hint(self, conversation_id: str, arrival: Arrival, heard: Heard) -> str | None:
        message = InboundMessage(
            conversation_id,
            f"wa:{arrival.id}",
            heard.text,
            heard.payload,
            caller=f"{CHANNEL}:{arrival.sender}",
            media=heard.media,
        )
        return await accept_or_hint(self._conversations, message)

    async def _say(self, conversation_id: str, arrival: Arrival, key: str) -> None:
        """Say a hint after the answers to what came before it, and exactly once."""

        async def take(session: AsyncSession) -> bool:
            taken = await arrivals.take(session, arrival, self._clock())
            if taken:
                self._marks.show(arrival.wamid, typing=False)
            return taken

        await self._conversations.pushes.say(conversation_id, key, unless_done=take)
