"""The connection to Redis: every question bounded in time, and none asked while it is away."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

T = TypeVar("T")
ANSWER_SECONDS = 0.5  # a hint that takes longer is worth less than the time
LOOK_SECONDS = 1.0
AWAY = (RedisError, OSError, TimeoutError)


class Link:
    """One Redis at `url`. It may come and go: the log tells once of each.

    Nothing here raises because Redis is away; `watch` has to run for it to be found again.
    """

    def __init__(self, url: str) -> None:
        self._redis: Redis = Redis.from_url(
            url,
            decode_responses=True,
            socket_connect_timeout=ANSWER_SECONDS,
            socket_timeout=ANSWER_SECONDS,
            retry=Retry(NoBackoff(), 0),
            health_check_interval=5,
        )
        self._answers = asyncio.Event()
        self._told: bool | None = None

    @property
    def answers(self) -> bool:
        """Whether Redis did, when it was last asked."""
        return self._answers.is_set()

    async def watch(self) -> None:
        """Look whether Redis answers, until cancelled."""
        while True:
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    if not self._answers.is_set():
                        # Connections to a server that is gone would fail one after the other.
                        await self._redis.connection_pool.disconnect(inuse_connections=False)
                    await self._redis.ping()
            except AWAY as error:
                self._lost(error)
            else:
                self._found()
            await asyncio.sleep(LOOK_SECONDS)

    async def ask(self, question: Callable[[Redis], Awaitable[T]]) -> T | None:
        """What Redis answers; None while it is away."""
        if not self._answers.is_set():
            return None
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await question(self._redis)
        except AWAY as error:
            self._lost(error)
            return None

    async def heard(self, channel: str) -> AsyncIterator[str]:
        """What anybody publishes on a channel, until cancelled; what comes while Redis is away
        is never heard."""
        while True:
            await self._answers.wait()
            try:
                async with self._subscribed(channel) as subscription:
                    while True:
                        message = await subscription.get_message(
                            ignore_subscribe_messages=True, timeout=LOOK_SECONDS
                        )
                        if message:
                            yield str(message["data"])
            except AWAY as error:
                self._lost(error)

    async def close(self) -> None:
        """Give all connections back."""
        await self._redis.aclose()

    @asynccontextmanager
    async def _subscribed(self, channel: str) -> AsyncIterator[PubSub]:
        subscription = self._redis.pubsub()
        try:
            await subscription.subscribe(channel)
            yield subscription
        finally:
            await subscription.aclose()  # type: ignore[no-untyped-call]

    def _lost(self, error: BaseException) -> None:
        self._answers.clear()
        if self._told is not False:
            log.warning("Redis is away (%s): slower, but nothing is lost", type(error).__name__)
        self._told = False

    def _found(self) -> None:
        self._answers.set()
        if self._told is not True:
            log.info("Redis answers")
        self._told = True
