"""What is killed: the whole product, on SQLite, or on PostgreSQL with two gateways and Redis."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

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
async def product(folder: Path, meta_url: str, *, several: bool) -> AsyncIterator[Product]:
    """Start it before the Graph API at `meta_url`; everything ends with the block."""
    # Starting and ending it takes seconds, in which Meta, in this process, goes on answering.
    parts = _parts(folder, meta_url, several=several)
    running = await asyncio.to_thread(parts.__enter__)
    try:
        yield running
    finally:
        await asyncio.to_thread(parts.__exit__, None, None, None)


@contextmanager
def _parts(folder: Path, meta_url: str, *, several: bool) -> Iterator[Product]:
    env = {
        "WHATSAPP_PHONE_NUMBER_ID": NUMBER,
        "WHATSAPP_ACCESS_TOKEN": TOKEN,
        "WHATSAPP_APP_SECRET": APP_SECRET,
        "WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        "WHATSAPP_API_URL": f"{meta_url}/v23.0",
    }
    with ExitStack() as open_:
        if not several:
            stack = open_.enter_context(Stack(folder, env=env))
            yield Product(stack, f"sqlite:///{folder / 'bot.db'}", None)
            return
        kept = open_.enter_context(stores(folder))
        stack = open_.enter_context(Stack(folder, env=env | kept.env, gateways=2))
        yield Product(stack, kept.env["DATABASE_URL"], kept.redis)
