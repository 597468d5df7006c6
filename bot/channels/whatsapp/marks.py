"""Blue ticks and "writing…": a person sees that their message arrived and is being answered.

A courtesy and no more: it is tried once for each message, in the background, and whatever goes
wrong with it neither delays nor fails anything.
"""

import asyncio
import logging

import httpx

from bot.channels.whatsapp.graph import Graph

log = logging.getLogger(__name__)

# More than these at once mean that Meta is slow: the letters themselves need the connections.
MOST_AT_ONCE = 10


class Marks:
    """Shows messages as read."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._running: set[asyncio.Task[None]] = set()

    def show(self, wamid: str, *, typing: bool) -> None:
        """Show a message as read, and with `typing` that its answer is being written."""
        if len(self._running) < MOST_AT_ONCE:
            task = asyncio.create_task(self._show(wamid, typing=typing))
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def close(self) -> None:
        """Leave aside what is under way."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _show(self, wamid: str, *, typing: bool) -> None:
        try:
            await self._graph.mark_read(wamid, typing=typing)
        except httpx.HTTPError as error:
            log.info("a message could not be shown as read: %s", type(error).__name__)
