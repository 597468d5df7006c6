"""Brings SMS to the provider: each once as far as can be known, none too late."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.channels.backoff import backoff
from bot.channels.sms import letters
from bot.channels.sms.errors import AccountTrouble, EverybodyWaits, NotTaken, Refused, Unsure
from bot.channels.sms.provider import Provider
from bot.channels.sms.tables import SmsLetter
from bot.channels.sms.templates import template_for
from bot.metrics.figures import provider_failed
from bot.store.database import Database

log = logging.getLogger(__name__)

AT_ONCE = 8
MOST_TRIES = 8
FIRST_SECONDS = 3.0
LONGEST_SECONDS = 600.0
# Whoever puts an SMS into the queue does so in a transaction of their own and rings no bell.
LOOK_SECONDS = 1.0
# A report tells within this time whether an SMS went out to which no answer came.
UNSURE = timedelta(seconds=60)
ACCOUNT = timedelta(minutes=5)


class Delivery:
    """One loop for each process; several share the queue by claiming."""

    def __init__(
        self, database: Database, provider: Provider, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._provider = provider
        self._clock = clock
        self._few = asyncio.Semaphore(AT_ONCE)
        self._closed_until: datetime | None = None
        self._refusals = 0

    async def deliver(self) -> None:
        """Run until cancelled."""
        while True:
            try:
                await self._one_round()
            except Exception:
                log.exception("SMS cannot be read from the queue")
            await asyncio.sleep(LOOK_SECONDS)

    async def _one_round(self) -> None:
        if self._everybody_waits():
            return
        numbers = await letters.due(self._database, self._clock())
        for result in await asyncio.gather(*map(self._bring, numbers), return_exceptions=True):
            if isinstance(result, Exception):
                log.error("an SMS could not be handled", exc_info=result)

    async def _bring(self, number: int) -> None:
        async with self._few:
            if self._everybody_waits():
                return
            now = self._clock()
            letter = await letters.begin(self._database, number, now, now + UNSURE)
            if letter is not None:
                await self._send(letter)

    async def _send(self, letter: SmsLetter) -> None:
        template = template_for(letter.key, letter.language)
        category = template.category if template else ""
        try:
            provider_id = await self._provider.send(letter, category)
        except EverybodyWaits as reason:
            provider_failed("sms", reason)
            self._close(reason)
            now = self._clock()
            await letters.put_off(self._database, letter, reason.code, now, counted=False)
        except NotTaken as reason:
            await self._settle(letter, reason)
        else:
            self._refusals = 0
            await letters.sent(self._database, letter, provider_id, self._clock())

    async def _settle(self, letter: SmsLetter, reason: NotTaken) -> None:
        # The number and the words stay out of the log.
        provider_failed("sms", reason)
        kind = type(reason).__name__
        log.warning("SMS %d, try %d: %s, %s", letter.id, letter.tries, kind, reason)
        now = self._clock()
        if isinstance(reason, Refused) or letter.tries >= MOST_TRIES:
            await letters.fail(self._database, letter, reason.code, now)
            return
        pause = UNSURE if isinstance(reason, Unsure) else _pause_after(letter.tries)
        await letters.put_off(self._database, letter, reason.code, now + pause, counted=True)

    def _everybody_waits(self) -> bool:
        return self._closed_until is not None and self._clock() < self._closed_until

    def _close(self, reason: EverybodyWaits) -> None:
        if self._everybody_waits():
            return  # another SMS was told so in the same moment
        self._refusals += 1
        if isinstance(reason, AccountTrouble):
            # The operator has to act; nothing is lost meanwhile.
            log.error("the SMS provider lets this account send nothing: %s", reason)
            pause = ACCOUNT
        else:
            pause = _pause_after(self._refusals)
            log.warning("the SMS provider: %s, again in %s", reason, pause)
        self._closed_until = self._clock() + pause


def _pause_after(tries: int) -> timedelta:
    return backoff(tries, FIRST_SECONDS, LONGEST_SECONDS)
