"""Telegram's flood limits, kept from our side, so that it seldom has to ask for patience."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable

# Telegram's FAQ: about 30 messages a second over all chats, one a second in a chat; a few at
# once are borne, as an answer of several bubbles needs them.
SECONDS_BETWEEN = 1 / 25
SECONDS_IN_A_CHAT = 1.0
AT_ONCE_IN_A_CHAT = 4
MOST_CHATS = 10_000  # bounds the memory


class Pace:
    """Gives each message its moment. Of this process only: others keep to it by themselves."""

    def __init__(
        self,
        seconds: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._seconds = seconds
        self._pause = pause
        self._next = 0.0
        self._chats: OrderedDict[str, float] = OrderedDict()

    async def turn(self, chat: str) -> None:
        """Wait until one more message may go to this chat."""
        await self._until(self._moment_in(chat))
        moment = max(self._next, self._seconds())
        self._next = moment + SECONDS_BETWEEN
        await self._until(moment)

    def _moment_in(self, chat: str) -> float:
        # When the message would go if the chat had never been hurried; a few go sooner.
        steady = max(self._chats.pop(chat, 0.0), self._seconds())
        self._chats[chat] = steady + SECONDS_IN_A_CHAT
        while len(self._chats) > MOST_CHATS:
            self._chats.popitem(last=False)
        return steady - (AT_ONCE_IN_A_CHAT - 1) * SECONDS_IN_A_CHAT

    async def _until(self, moment: float) -> None:
        seconds = moment - self._seconds()
        if seconds > 0:
            await self._pause(seconds)
