"""Wake-ups. The database holds the truth: a missed ring only costs time."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

DESK = "help desk"  # rings when a chat changes hands, and when something is said in it


class Bell:
    """Rings for whoever listens to a name (a conversation, a channel).

    `tell_others`, where there are other gateway processes, carries every ring to them.
    """

    def __init__(self) -> None:
        self._listeners: dict[str, set[asyncio.Event]] = defaultdict(set)
        self.tell_others: Callable[[tuple[str, ...]], None] = lambda _names: None

    @contextmanager
    def listen(self, name: str) -> Iterator[asyncio.Event]:
        """Give an event that is set at every ring; the listener clears it."""
        event = asyncio.Event()
        self._listeners[name].add(event)
        try:
            yield event
        finally:
            self._listeners[name].discard(event)
            if not self._listeners[name]:
                del self._listeners[name]

    def ring(self, *names: str) -> None:
        """Wake everyone who listens to one of these names, in other processes too."""
        self.ring_here(*names)
        self.tell_others(names)

    def ring_here(self, *names: str) -> None:
        """Wake those of this process alone."""
        for name in names:
            for event in self._listeners.get(name, ()):
                event.set()


async def rung(event: asyncio.Event, seconds: float) -> bool:
    """Wait for a ring, at most so long; the event is clear again afterwards."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    event.clear()
    return True
