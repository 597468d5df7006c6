"""How long to wait after something failed, before it is tried again."""

import asyncio
import logging
from datetime import timedelta

from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.channels.backoff import backoff
from bot.metrics.figures import provider_failed

log = logging.getLogger(__name__)

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 30.0
WRONG_TOKEN = timedelta(minutes=5)  # an operator has to act; nothing is lost meanwhile


def pause_after(error: Exception, tries: int) -> tuple[timedelta, bool]:
    """The pause after so many tries, and whether the one that failed counts as such.

    As long as Telegram asks for, where it asks: that is no fault of what was to be sent.
    """
    if isinstance(error, RetryAfter):
        wanted = error.retry_after
        return wanted if isinstance(wanted, timedelta) else timedelta(seconds=wanted), False
    if isinstance(error, InvalidToken):
        return WRONG_TOKEN, False
    return backoff(tries, FIRST_SECONDS, LONGEST_SECONDS), True


class Patience:
    """Pauses that grow with each failure in a row."""

    def __init__(self) -> None:
        self._tries = 0

    async def pause(self, error: Exception) -> None:
        """Wait after one more failure."""
        self._tries += 1
        pause, _ = pause_after(error, self._tries)
        kind = type(error).__name__
        provider_failed("telegram", error)
        if isinstance(error, TelegramError):
            # Only the kind: the texts of some hold the bot's token.
            log.warning("Telegram: %s, again in %.0f s", kind, pause.total_seconds())
        await asyncio.sleep(pause.total_seconds())

    def restored(self) -> None:
        """Something went well: the next failure is a first one again."""
        self._tries = 0
