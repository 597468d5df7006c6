"""Rate limits: a bucket that fills steadily and holds a burst."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from bot.errors import TooFast
from bot.shared import Link

MOST_NAMES = 50_000  # bounds the memory that strangers can make us use

# The same bucket in Redis, as one number for each name: the moment (in milliseconds) at which
# it would be full again. By Redis' own clock, as the clocks of two hosts differ.
TAKE = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local each, at_once = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + each
local wait = full - now - at_once * each
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], string.format('%.3f', full), 'PX', math.ceil(full - now))
return 0
"""


class Limit:
    """So many events a minute for each name, `at_once` of them in a burst, in this process."""

    def __init__(
        self, per_minute: int, at_once: int, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self.per_second = per_minute / 60
        self.at_once = at_once
        self._seconds = seconds
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str) -> None:
        """Count one event; raise TooFast with the seconds to wait if the bucket is empty."""
        now = self._seconds()
        left, since = self._left.pop(name, (float(self.at_once), now))
        left = min(self.at_once, left + (now - since) * self.per_second)
        if left >= 1:
            self._left[name] = (left - 1, now)
        else:
            self._left[name] = (left, now)
            raise TooFast(max(1, math.ceil((1 - left) / self.per_second)))
        while len(self._left) > MOST_NAMES:
            self._left.popitem(last=False)


class SharedLimit:
    """One limit over all gateway processes; in each of them alone while Redis is away.

    `sort` keeps the names of this limit apart from those of others.
    """

    def __init__(self, sort: str, limit: Limit, link: Link | None) -> None:
        self._sort = sort
        self._limit = limit
        self._link = link

    async def take(self, name: str) -> None:
        """Count one event; raise TooFast with the seconds to wait if the bucket is empty."""
        milliseconds = await self._wait(self._link, name) if self._link else None
        if milliseconds is None:
            self._limit.take(name)
        elif milliseconds > 0:
            raise TooFast(math.ceil(milliseconds / 1000))

    async def _wait(self, link: Link, name: str) -> int | None:
        key = f"bijli:limit:{self._sort}:{name}"
        each = 1000 / self._limit.per_second
        answer = await link.ask(
            lambda redis: redis.eval(TAKE, 1, key, str(each), str(self._limit.at_once))
        )
        return None if answer is None else int(answer)
