"""One task for each person with whom a channel has something to do: people in parallel, each
one's in order."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable

from bot.conversations.bell import Bell, rung

log = logging.getLogger(__name__)

# Another process may have stored something: look without a ring as well.
LOOK_AGAIN_SECONDS = 5.0

#: Gives the names that have work now, and the seconds until another will have some.
Look = Callable[[], Awaitable[tuple[Iterable[str], float]]]


class Lanes:
    """Starts `work` for each name that `look` gives, unless it still runs for that name."""

    def __init__(
        self, bell: Bell, ring: str, look: Look, work: Callable[[str], Awaitable[None]]
    ) -> None:
        """`ring` is the bell's name for new work."""
        self._bell = bell
        self._ring = ring
        self._look = look
        self._work = work
        self._busy: dict[str, asyncio.Task[bool]] = {}

    async def run(self) -> None:
        """Until cancelled; what an earlier process left undone comes first."""
        try:
            with self._bell.listen(self._ring) as ringing:
                while True:
                    await rung(ringing, await self._one_round())
        finally:
            for task in self._busy.values():
                task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def _one_round(self) -> float:
        try:
            names, pause = await self._look()
        except Exception:
            log.exception("%s: what is to be done cannot be read", self._ring)
            return LOOK_AGAIN_SECONDS
        for name in names:
            if name not in self._busy:
                self._start(name)
        return min(pause, LOOK_AGAIN_SECONDS)

    def _start(self, name: str) -> None:
        task = asyncio.create_task(self._guarded(name))
        self._busy[name] = task

        def done(task: "asyncio.Task[bool]") -> None:
            del self._busy[name]
            if not task.cancelled() and task.result():
                # Something may have come between the last look and the end.
                self._bell.ring_here(self._ring)

        task.add_done_callback(done)

    async def _guarded(self, name: str) -> bool:
        """True if the work went well; after a failure the next look starts it again."""
        try:
            await self._work(name)
        except Exception:
            log.exception("%s: the work for one person failed", self._ring)
            return False
        return True
