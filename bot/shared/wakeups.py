"""Carries the rings of a bell to the other gateway processes, and theirs to this one."""

import asyncio
import json
from collections.abc import Iterable
from functools import partial
from uuid import uuid4

from redis.asyncio import Redis

from bot.conversations.bell import Bell
from bot.shared.link import Link

CHANNEL = "bijli:rings"
MOST_NAMES = 10_000  # rings that wait to be told; beyond it the others look for themselves


class WakeUps:
    """Tells rings and hears them. A ring that is lost with Redis costs the next look's time."""

    def __init__(self, link: Link, bell: Bell) -> None:
        self._link = link
        self._bell = bell
        self._me = uuid4().hex
        self._rung: dict[str, None] = {}
        self._some = asyncio.Event()
        bell.tell_others = self._tell

    async def carry(self) -> None:
        """Run until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._publish())
            tasks.create_task(self._hear())

    def _tell(self, names: Iterable[str]) -> None:
        if len(self._rung) < MOST_NAMES:
            # Rings that come while the last ones are being told go together, each name once.
            self._rung.update(dict.fromkeys(names))
            self._some.set()

    async def _publish(self) -> None:
        while True:
            await self._some.wait()
            self._some.clear()
            names, self._rung = list(self._rung), {}
            await self._link.ask(partial(_publish, told={"from": self._me, "names": names}))

    async def _hear(self) -> None:
        async for told in self._link.heard(CHANNEL):
            names = _names_in(told, but_from=self._me)
            self._bell.ring_here(*names)


async def _publish(redis: Redis, told: dict[str, object]) -> None:
    await redis.publish(CHANNEL, json.dumps(told))


def _names_in(told: str, *, but_from: str) -> list[str]:
    """The names that another process rang; none in what is not a ring."""
    try:
        ring = json.loads(told)
    except ValueError:
        return []
    if not isinstance(ring, dict) or ring.get("from") == but_from:
        return []
    names = ring.get("names")
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
