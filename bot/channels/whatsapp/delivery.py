"""Brings what is to be said to WhatsApp: each person's in order, people in parallel."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.channels.whatsapp import letters
from bot.channels.whatsapp.errors import (
    AccountTrouble,
    EverybodyWaits,
    NotSent,
    Refused,
    Unsure,
    WindowClosed,
)
from bot.channels.whatsapp.graph import Graph
from bot.channels.whatsapp.letters import Answer
from bot.channels.whatsapp.patience import ACCOUNT_SECONDS, MOST_TRIES, UNSURE, pause_after
from bot.channels.whatsapp.people import CHANNEL
from bot.channels.whatsapp.receipts import RANK, mark_of
from bot.channels.whatsapp.rendering import Content, contents_of
from bot.channels.whatsapp.tables import Letter
from bot.conversations import Conversations
from bot.conversations.bell import rung
from bot.store.database import Database
from bot.wording import Wording

log = logging.getLogger(__name__)

PEOPLE_AT_ONCE = 8
# Another process may have stored something: look without a ring as well.
LONGEST_PAUSE_SECONDS = 5.0
NO_PAUSE = timedelta()  # of its own: it waits with everybody's


class Delivery:
    """One task for each person to whom something is to be brought."""

    def __init__(
        self,
        database: Database,
        conversations: Conversations,
        wording: Wording,
        graph: Graph,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._bell = conversations.bell
        self._wording = wording
        self._graph = graph
        self._clock = clock
        self._few = asyncio.Semaphore(PEOPLE_AT_ONCE)
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._closed_until: datetime | None = None
        self._refusals = 0

    async def deliver(self) -> None:
        """Run until cancelled; what an earlier process did not bring comes first."""
        try:
            with self._bell.listen(CHANNEL) as ringing:
                while True:
                    try:
                        pause = await self._one_round()
                    except Exception:
                        log.exception("letters for WhatsApp cannot be read")
                        pause = LONGEST_PAUSE_SECONDS
                    await rung(ringing, pause)
        finally:
            for task in self._busy.values():
                task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def _one_round(self) -> float:
        """Start whatever is due; the seconds until it is worth looking again."""
        now = self._clock()
        if self._everybody_waits(now):
            due = self._closed_until
        else:
            for conversation_id in await letters.conversations_due(self._database, now):
                if conversation_id not in self._busy:
                    self._start(conversation_id)
            due = await letters.next_due(self._database, now)
        wait = (due - now).total_seconds() if due and due > now else LONGEST_PAUSE_SECONDS
        return min(wait, LONGEST_PAUSE_SECONDS)

    def _start(self, conversation_id: str) -> None:
        def done(task: "asyncio.Task[None]") -> None:
            del self._busy[conversation_id]
            if not task.cancelled() and not task.exception():
                # Something may have been said between the last look and the end.
                self._bell.ring(CHANNEL)

        task = asyncio.create_task(self._bring_all(conversation_id))
        self._busy[conversation_id] = task
        task.add_done_callback(done)

    async def _bring_all(self, conversation_id: str) -> None:
        try:
            # Against other processes: the same letter must not be sent by two of them.
            async with self._few, self._database.turn_of(f"{CHANNEL}:{conversation_id}"):
                while not self._everybody_waits(self._clock()) and await self._bring_next(
                    conversation_id
                ):
                    continue
        except Exception:
            log.exception("a letter for WhatsApp cannot be sent")
            raise

    async def _bring_next(self, conversation_id: str) -> bool:
        """Bring one answer; False if there is none, or none that may go now."""
        answer = await letters.next_answer(self._database, conversation_id, self._clock())
        if answer is None:
            return False
        choose = self._wording.phrase("button.choose", answer.replies[-1].language)
        contents = contents_of(answer.replies, choose, has_number=answer.address.isdigit())
        for part, content in enumerate(contents):
            before = answer.letters.get(part)
            if before and RANK[before.status] > 0:
                continue
            if not answer.window_is_open(self._clock()):
                await letters.hold(self._database, answer, part, None, self._clock())
                return False
            if not await self._send(answer, part, content):
                return False
        await letters.brought(self._database, answer, self._clock())
        return True

    async def _send(self, answer: Answer, part: int, content: Content) -> bool:
        """Send one part; False if it, and with it what follows, has to wait."""
        now = self._clock()
        letter = await letters.begin(self._database, answer, part, now, now + UNSURE)
        if letter is None:
            return True
        try:
            wamid = await self._graph.send(answer.address, mark_of(letter), content)
        except WindowClosed as reason:
            await letters.hold(self._database, answer, part, reason.code, self._clock())
            return False
        except NotSent as reason:
            return await self._settle(letter, reason)
        self._refusals = 0
        return await letters.sent(self._database, letter, wamid, self._clock())

    async def _settle(self, letter: Letter, reason: NotSent) -> bool:
        """What to do about a letter that did not go; True if what follows may go on."""
        now = self._clock()
        if isinstance(reason, EverybodyWaits):
            self._close(reason, now)
            await letters.put_off(self._database, letter, reason.code, now, NO_PAUSE, counted=False)
            return False
        log.warning("letter %d, try %d: %s, %s", letter.id, letter.tries, _kind(reason), reason)
        if isinstance(reason, Refused) or letter.tries >= MOST_TRIES:
            await letters.fail(self._database, letter, reason.code, now)
            return True
        # No answer: a status may still tell that the letter went out.
        pause = UNSURE if isinstance(reason, Unsure) else pause_after(letter.tries)
        await letters.put_off(self._database, letter, reason.code, now, pause, counted=True)
        return False

    def _everybody_waits(self, now: datetime) -> bool:
        return self._closed_until is not None and now < self._closed_until

    def _close(self, reason: EverybodyWaits, now: datetime) -> None:
        if self._everybody_waits(now):
            return  # another letter was told so in the same moment
        self._refusals += 1
        if isinstance(reason, AccountTrouble):
            # The operator has to act; nothing is lost meanwhile.
            log.error("WhatsApp lets this account send nothing: %s", reason)
            pause = timedelta(seconds=ACCOUNT_SECONDS)
        else:
            pause = pause_after(self._refusals)
            log.warning("WhatsApp: %s, %s, again in %s", _kind(reason), reason, pause)
        self._closed_until = now + pause


def _kind(reason: NotSent) -> str:
    return type(reason).__name__
