"""Whose turn it is to write, where only one can at a time."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Line:
    """One after another, each in the order of coming; those in a hurry before the others."""

    def __init__(self) -> None:
        self._busy = False
        self._hurried: deque[asyncio.Future[None]] = deque()
        self._patient: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def turn(self, *, hurried: bool) -> AsyncIterator[None]:
        """Wait for one's turn and hold it."""
        if self._busy:
            await self._wait(self._hurried if hurried else self._patient)
        self._busy = True
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, waiting: "deque[asyncio.Future[None]]") -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self._pass_on()  # it came in the moment in which nobody wanted it any more
            raise

    def _pass_on(self) -> None:
        for waiting in (self._hurried, self._patient):
            while waiting:
                following = waiting.popleft()
                if not following.done():
                    following.set_result(None)
                    return
        self._busy = False
