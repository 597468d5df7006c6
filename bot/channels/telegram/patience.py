"""How long to wait after something failed, before it is tried again."""

import asyncio
import logging
from datetime import timedelta

from telegram.error import RetryAfter

log = logging.getLogger(__name__)

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 30.0


class Patience:
    """Pauses that grow with each failure in a row."""

    def __init__(self) -> None:
        self._next = FIRST_SECONDS

    def seconds(self) -> float:
        """The pause after one more failure."""
        pause, self._next = self._next, min(self._next * 2, LONGEST_SECONDS)
        return pause

    def restored(self) -> None:
        """Something went well: the next failure is a first one again."""
        self._next = FIRST_SECONDS


async def pause_after(error: Exception, patience: Patience) -> None:
    """Wait as long as Telegram asks for, else as patience says.

    Only the kind of error is logged: the texts of some hold the bot's token.
    """
    if isinstance(error, RetryAfter):
        wanted = error.retry_after
        seconds = wanted.total_seconds() if isinstance(wanted, timedelta) else float(wanted)
    else:
        seconds = patience.seconds()
    log.warning("Telegram: %s, again in %.0f s", type(error).__name__, seconds)
    await asyncio.sleep(seconds)
