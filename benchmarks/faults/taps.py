"""A tap before each part of the product, so that any of them can fail for all who use it."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from functools import partial
from typing import Self

from sqlalchemy.engine import URL, make_url

from benchmarks.faults.cases import PARTS, Case
from benchmarks.faults.tap import HOST, Tap, Wire
from launch.stack import Stack
from launch.stores import DATABASES

#: For how long a slow part holds back each piece of an answer, longer than whoever asks it waits:
#: Redis 0.5 s (bot/shared/link.py), the others as SETTINGS say, shorter than usual but in the same
#: order. PostgreSQL, which a turn asks dozens of times, is late by less than anybody waits.
SECONDS = {"redis": 1.0, "postgresql": 0.05, "rasa": 10.0, "actions": 10.0, "backend": 4.0}
SETTINGS = {"TURN_TIMEOUT_SECONDS": "8", "BACKEND_TIMEOUT": "3", "DATABASE_TIMEOUT": "3"}


class Taps:
    """Open while entered; they lead somewhere after `lead_to`."""

    def __init__(self) -> None:
        self._taps = {part: Tap(partial(self._reach, part), SECONDS[part]) for part in PARTS}
        self._behind: dict[str, URL] = {}

    async def __aenter__(self) -> Self:
        self._open = AsyncExitStack()
        for tap in self._taps.values():
            await self._open.enter_async_context(tap)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    def addresses(self, stores: Mapping[str, str]) -> dict[str, str]:
        """The settings with which every part finds the others, and the stores, by the taps."""
        port = {part: tap.port for part, tap in self._taps.items()}
        local = {part: f"http://{HOST}:{port[part]}" for part in PARTS}
        return {
            **{name: by_tcp(stores[name], port["postgresql"]) for name in DATABASES},
            "REDIS_URL": f"redis://{HOST}:{port['redis']}/0",
            "RASA_URL": local["rasa"],
            "ACTION_ENDPOINT_URL": f"{local['actions']}/webhook",
            "BACKEND_URL": local["backend"],
        }

    def lead_to(self, stack: Stack, stores: Mapping[str, str]) -> None:
        """What stands behind the taps."""
        addresses = {
            "redis": stores["REDIS_URL"],
            "postgresql": stores["DATABASE_URL"],
            "rasa": stack.rasa_url,
            "actions": stack.actions_url,
            "backend": stack.backend_url,
        }
        self._behind = {part: make_url(address) for part, address in addresses.items()}

    def fail(self, case: Case) -> None:
        """Let the parts of a case fail, all in the same moment."""
        for part, way in case.faults:
            self._taps[part].fail(way)

    def recover(self) -> None:
        """Let everything be well again."""
        for tap in self._taps.values():
            tap.recover()

    async def _reach(self, part: str) -> Wire:
        return await reach(self._behind[part])


async def reach(address: URL) -> Wire:
    """Connect to what stands at an address, a PostgreSQL's socket among them. Raises OSError."""
    folder = address.query.get("host")
    if folder:
        return await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{address.port or 5432}")
    return await asyncio.open_connection(address.host, address.port)


def by_tcp(address: str, port: int) -> str:
    """The same database by a port of this host; without the questions for encryption, of which
    the answers would be one more piece to hold back."""
    plain = {"sslmode": "disable", "gssencmode": "disable"}
    led = make_url(address).set(host=HOST, port=port, query=plain)
    return led.render_as_string(hide_password=False)
