"""Several gateways on one PostgreSQL, with a real Redis that comes and goes."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bot.conversations import pushes
from tests.bot.chat import Chat
from tests.bot.conftest import Gateway
from tests.fakes.rasa import FakeRasa, bubble, record
from tests.fakes.redis import RedisServer
from tests.serving import served

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)

PATIENCE = 30


class Log(logging.Handler):
    """What the gateways tell of Redis."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self._more = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())
        self._more.set()

    def count(self, words: str) -> int:
        """How often something was told."""
        return sum(words in message for message in self.told)

    async def tells(self, words: str, times: int = 1) -> None:
        """Wait until it was told so often."""
        async with asyncio.timeout(PATIENCE):
            while self.count(words) < times:
                self._more.clear()
                await self._more.wait()


@pytest.fixture
async def log() -> AsyncIterator[Log]:
    """Listens from the start of a test to its end."""
    heard, source = Log(), logging.getLogger("bot.shared.link")
    source.addHandler(heard)
    source.setLevel(logging.INFO)
    yield heard
    source.removeHandler(heard)


async def test_what_one_gateway_pushes_reaches_a_page_at_another(
    gateway: Gateway,
    rasa: FakeRasa,
    rasa_port: int,
    redis: RedisServer,
    monkeypatch: pytest.MonkeyPatch,
    log: Log,
) -> None:
    """The ring travels by Redis: nobody waits for the other process's next look."""
    monkeypatch.setattr(pushes, "LOOK_AGAIN_SECONDS", 3600)
    async with AsyncExitStack() as open_:
        one, other = [
            await open_.enter_async_context(gateway(redis_url=redis.url)) for _ in range(2)
        ]
        await log.tells("Redis answers", 2)
        chat = await open_.enter_async_context(Chat.opened(one))
        same = await open_.enter_async_context(chat.elsewhere(other))
        await chat.write("1")  # Rasa is away: the answer comes later, by a push
        events = await open_.enter_async_context(same.listening())
        async with served(rasa.app, rasa_port), asyncio.timeout(PATIENCE):
            assert (await anext(events))["text"] == "1 [hi]"


async def test_a_redis_that_dies_costs_speed_only(
    gateway: Gateway,
    rasa: FakeRasa,
    rasa_port: int,
    redis: RedisServer,
    monkeypatch: pytest.MonkeyPatch,
    log: Log,
) -> None:
    """The page finds the push by looking; the loss is told once, and so is the return."""
    monkeypatch.setattr(pushes, "LOOK_AGAIN_SECONDS", 0.1)
    async with AsyncExitStack() as open_:
        one = await open_.enter_async_context(gateway(redis_url=redis.url))
        await log.tells("Redis answers")
        chat = await open_.enter_async_context(Chat.opened(one))
        redis.kill()
        for text in ("1", "2", "3"):
            await chat.write(text)
        async with served(rasa.app, rasa_port):
            async with chat.listening() as events, asyncio.timeout(PATIENCE):
                late = [(await anext(events))["text"] for _ in range(3)]
            await log.tells("Redis is away")
            redis.start()
            await log.tells("Redis answers", 2)
            assert await chat.texts("4") == ["4 [hi]"]
    assert late == ["1 [hi]", "2 [hi]", "3 [hi]"]
    assert log.count("Redis is away") == 1


async def test_a_gateway_starts_without_its_redis(
    gateway: Gateway, rasa_url: str, redis: RedisServer
) -> None:
    """A hint that is away at the start is away, no more."""
    redis.kill()
    async with gateway(redis_url=redis.url) as url, Chat.opened(url) as chat:
        assert await chat.texts("1") == ["1 [hi]"]


async def test_a_redis_that_is_away_is_named(
    gateway: Gateway, redis: RedisServer, log: Log
) -> None:
    """In the readiness, which it does not change, and in a figure that an alert asks for."""
    token = {"Authorization": "Bearer token-of-a-test"}
    settings = {"redis_url": redis.url, "metrics_token": "token-of-a-test"}
    told = []
    async with gateway(**settings) as url, httpx.AsyncClient(base_url=url, timeout=60) as client:
        for words in ("Redis answers", "Redis is away"):
            await log.tells(words)
            ready = await client.get("/health/ready")
            page = (await client.get("/metrics", headers=token)).text
            up = [line for line in page.splitlines() if line.startswith("bijli_redis_up")]
            told.append((ready.status_code, ready.json()["components"]["redis"], up))
            redis.kill()
    assert told == [
        (200, "ok", ["bijli_redis_up 1.0"]),
        (200, "unreachable", ["bijli_redis_up 0.0"]),
    ]


async def test_a_limit_counts_over_all_gateways(
    gateway: Gateway, rasa_url: str, redis: RedisServer, log: Log
) -> None:
    """Going from one process to the other does not double what one may do; without Redis each
    counts for itself."""
    limits = {"redis_url": redis.url, "messages_per_minute": 1, "messages_at_once": 4}
    async with AsyncExitStack() as open_:
        one, other = [await open_.enter_async_context(gateway(**limits)) for _ in range(2)]
        await log.tells("Redis answers", 2)
        chat = await open_.enter_async_context(Chat.opened(one))
        same = await open_.enter_async_context(chat.elsewhere(other))
        told = [await who.post(text="1") for who in (chat, same) * 3]
        redis.kill()
        await log.tells("Redis is away", 2)
        alone = await same.post(text="1")

    assert [answer.status_code for answer in told] == [200] * 4 + [429] * 2
    assert 1 <= int(told[-1].headers["Retry-After"]) <= 60
    assert alone.status_code == 200


async def test_numbers_tried_at_one_gateway_count_at_the_other(
    gateway: Gateway,
    rasa: FakeRasa,
    rasa_url: str,
    redis: RedisServer,
    log: Log,
) -> None:
    """One who guesses numbers is known as such wherever the next conversation lands."""

    def looks_up(message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
        return [bubble("test.yes"), record(known={"looked_up": {message: now.isoformat()}})]

    now = datetime.now(UTC)
    rasa.script = looks_up
    told = {"redis_url": redis.url, "lookups_per_hour": 3}
    async with AsyncExitStack() as open_:
        gateways = [await open_.enter_async_context(gateway(**told)) for _ in range(2)]
        await log.tells("Redis answers", 2)
        for number, url in zip("1234", gateways * 2, strict=True):
            async with Chat.opened(url) as chat:
                await chat.write(f"701234567{number}")

    assert [body["metadata"]["guessing"] for body in rasa.asked] == [False] * 3 + [True]
