"""What is killed: the whole product, on SQLite, or on PostgreSQL with two gateways and Redis."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults.taps import Taps
from launch.stack import Stack
from launch.stores import stores
from tests.fakes.redis import RedisServer
from tests.fakes.whatsapp import APP_SECRET, NUMBER, TOKEN, VERIFY_TOKEN


@dataclass(frozen=True)
class Product:
    """The running product with the address of its gateways' database and its Redis, if any."""

    stack: Stack
    database_url: str
    redis: RedisServer | None


@asynccontextmanager
async def product(
    folder: Path,
    meta_url: str,
    *,
    several: bool,
    taps: Taps | None = None,
    env: Mapping[str, str] | None = None,
) -> AsyncIterator[Product]:
    """Start it before the Graph API at `meta_url`; everything ends with the block.

    `several`: two gateways with PostgreSQL and Redis; then all parts can find each other by way
    of `taps`. `env`: further settings.
    """
    # Starting and ending it takes seconds, in which Meta, in this process, goes on answering.
    parts = _parts(folder, {**_whatsapp(meta_url), **(env or {})}, several, taps)
    running = await asyncio.to_thread(parts.__enter__)
    try:
        yield running
    finally:
        await asyncio.to_thread(parts.__exit__, None, None, None)


@contextmanager
def _parts(
    folder: Path, env: Mapping[str, str], several: bool, taps: Taps | None
) -> Iterator[Product]:
    with ExitStack() as open_:
        if not several:
            stack = open_.enter_context(Stack(folder, env=env))
            yield Product(stack, f"sqlite:///{folder / 'bot.db'}", None)
            return
        kept = open_.enter_context(stores(folder))
        led = taps.addresses(kept.env) if taps else kept.env
        stack = Stack(folder, env={**env, **led}, gateways=2)
        if taps:
            taps.lead_to(stack, kept.env)
        open_.enter_context(stack)
        yield Product(stack, kept.env["DATABASE_URL"], kept.redis)


def _whatsapp(meta_url: str) -> dict[str, str]:
    return {
        "WHATSAPP_PHONE_NUMBER_ID": NUMBER,
        "WHATSAPP_ACCESS_TOKEN": TOKEN,
        "WHATSAPP_APP_SECRET": APP_SECRET,
        "WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        "WHATSAPP_API_URL": f"{meta_url}/v23.0",
    }
