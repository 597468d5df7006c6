"""Whose turn it is, where only so many can be served at a time."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Line:
    """`places` at once, each in the order of coming; those in a hurry before the others."""

    def __init__(self, places: int = 1) -> None:
        self._free = places
        self._hurried: deque[asyncio.Future[None]] = deque()
        self._patient: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def turn(self, *, hurried: bool) -> AsyncIterator[None]:
        """Wait for one's turn and hold it."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(self._hurried if hurried else self._patient)
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
        self._free += 1
