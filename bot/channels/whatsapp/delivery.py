"""Brings what is to be said to WhatsApp: each person's in order, people in parallel."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.channels.lanes import LOOK_AGAIN_SECONDS, Lanes
from bot.channels.whatsapp import letters, waiting
from bot.channels.whatsapp.outside import Outside
from bot.channels.whatsapp.people import CHANNEL
from bot.channels.whatsapp.receipts import RANK
from bot.channels.whatsapp.rendering import contents_of
from bot.channels.whatsapp.sending import Outcome, Sending
from bot.channels.whatsapp.waiting import Answer
from bot.conversations import Conversations
from bot.conversations.bell import DESK
from bot.store.database import Database
from bot.wording import Wording

PEOPLE_AT_ONCE = 8


class Delivery:
    """One task for each person to whom something is to be brought."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        wording: Wording,
        sending: Sending,
        outside: Outside,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._wording = wording
        self._sending = sending
        self._outside = outside
        self._clock = clock
        self._bell = conversations.bell
        self._few = asyncio.Semaphore(PEOPLE_AT_ONCE)
        self._lanes = Lanes(self._bell, CHANNEL, self._look, self._bring_all)

    async def deliver(self) -> None:
        """Run until cancelled; what an earlier process did not bring comes first."""
        await self._lanes.run()

    async def _look(self) -> tuple[list[str], float]:
        """Who has something due, and the seconds until it is worth looking again."""
        now = self._clock()
        if self._sending.everybody_waits():
            names, due = [], self._sending.closed_until
        else:
            names = await waiting.conversations_due(self._database, now)
            due = await waiting.next_due(self._database, now)
        return names, (due - now).total_seconds() if due and due > now else LOOK_AGAIN_SECONDS

    async def _bring_all(self, conversation_id: str) -> None:
        # Against other processes: the same letter must not be sent by two of them.
        async with self._few, self._database.turn_of(f"{CHANNEL}:{conversation_id}"):
            while not self._sending.everybody_waits() and await self._bring_next(conversation_id):
                continue

    async def _bring_next(self, conversation_id: str) -> bool:
        """Bring one answer; False if there is none, or none that may go now."""
        now = self._clock()
        answers = await waiting.answers_to_bring(self._database, conversation_id, now)
        if not answers:
            return False
        if answers[0].window_is_open(now):
            return await self._bring(answers[0])
        for answer in answers:
            outcome = await self._outside.bring(answer)
            if outcome is not Outcome.REFUSED:
                return outcome is Outcome.WENT
        await letters.wait_for_person(self._database, conversation_id, answers, self._clock())
        return False

    async def _bring(self, answer: Answer) -> bool:
        """Send all parts of an answer; False if it, and with it what follows, has to wait."""
        choose = self._wording.phrase("button.choose", answer.replies[-1].language)
        contents = contents_of(answer.replies, choose, has_number=answer.address.isdigit())
        for part, content in enumerate(contents):
            before = answer.letters.get(part)
            if before and RANK[before.status] > 0:
                continue
            if not answer.window_is_open(self._clock()):
                return True
            outcome = await self._sending.send(answer, part, content)
            if outcome in (Outcome.WAITS, Outcome.CLOSED):
                return outcome is Outcome.CLOSED
        await letters.brought(self._database, answer, self._clock())
        self._bell.ring(DESK)
        return True
