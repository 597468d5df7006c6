"""Sends one letter and decides what becomes of it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum, auto

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
from bot.channels.whatsapp.patience import ACCOUNT_SECONDS, MOST_TRIES, UNSURE, pause_after
from bot.channels.whatsapp.people import CHANNEL
from bot.channels.whatsapp.receipts import mark_of
from bot.channels.whatsapp.rendering import Content
from bot.channels.whatsapp.tables import Letter
from bot.channels.whatsapp.waiting import Answer
from bot.metrics.figures import provider_failed
from bot.store.database import Database

log = logging.getLogger(__name__)

NO_PAUSE = timedelta()  # of its own: it waits with everybody's


class Outcome(Enum):
    """What became of a letter: `WAITS` stops the person's queue for a while, after `CLOSED` it
    is looked at anew, as the 24 hours are over."""

    WENT = auto()
    REFUSED = auto()
    WAITS = auto()
    CLOSED = auto()


class Sending:
    """The way of every letter to Meta, and the gate that closes for all of them at once."""

    def __init__(self, database: Database, graph: Graph, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._graph = graph
        self._clock = clock
        self._refusals = 0
        self.closed_until: datetime | None = None

    def everybody_waits(self) -> bool:
        """Whether Meta takes nothing from this account now."""
        return self.closed_until is not None and self._clock() < self.closed_until

    async def send(
        self, answer: Answer, part: int, content: Content, *, template: str | None = None
    ) -> Outcome:
        """Send one part. A `template` that is refused is held, anything else is given up."""
        now = self._clock()
        letter = await letters.begin(self._database, answer, part, now, now + UNSURE, template)
        if letter is None:
            return Outcome.WENT
        try:
            wamid = await self._graph.send(answer.address, mark_of(letter), content)
        except WindowClosed as reason:
            if template is not None:
                return await self._settle(answer, letter, reason)
            now = self._clock()
            await letters.close_window(self._database, answer, letter, reason.code, now)
            return Outcome.CLOSED
        except EverybodyWaits as reason:
            now = self._clock()
            provider_failed(CHANNEL, reason)
            self._close(reason, now)
            await letters.put_off(self._database, letter, reason.code, now, NO_PAUSE, counted=False)
            return Outcome.WAITS
        except NotSent as reason:
            return await self._settle(answer, letter, reason)
        self._refusals = 0
        took = await letters.sent(self._database, letter, wamid, self._clock())
        return Outcome.WENT if took else Outcome.WAITS

    async def _settle(self, answer: Answer, letter: Letter, reason: NotSent) -> Outcome:
        """What to do about a letter that did not go by its own fault."""
        now = self._clock()
        provider_failed(CHANNEL, reason)
        log.warning("letter %d, try %d: %s, %s", letter.id, letter.tries, _kind(reason), reason)
        if isinstance(reason, Refused | WindowClosed) and letter.template is not None:
            await letters.hold(self._database, answer, now, reason.code)
            return Outcome.REFUSED
        if isinstance(reason, Refused) or letter.tries >= MOST_TRIES:
            await letters.fail(self._database, letter, reason.code, now)
            return Outcome.REFUSED
        # No answer: a status may still tell that the letter went out.
        pause = UNSURE if isinstance(reason, Unsure) else pause_after(letter.tries)
        await letters.put_off(self._database, letter, reason.code, now, pause, counted=True)
        return Outcome.WAITS

    def _close(self, reason: EverybodyWaits, now: datetime) -> None:
        if self.everybody_waits():
            return  # another letter was told so in the same moment
        self._refusals += 1
        if isinstance(reason, AccountTrouble):
            # The operator has to act; nothing is lost meanwhile.
            log.error("WhatsApp lets this account send nothing: %s", reason)
            pause = timedelta(seconds=ACCOUNT_SECONDS)
        else:
            pause = pause_after(self._refusals)
            log.warning("WhatsApp: %s, %s, again in %s", _kind(reason), reason, pause)
        self.closed_until = now + pause


def _kind(reason: NotSent) -> str:
    return type(reason).__name__
