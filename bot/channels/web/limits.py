"""Rate limits: a bucket that fills steadily and holds a burst."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from bot.errors import TooFast

MOST_NAMES = 50_000  # bounds the memory that strangers can make us use


class Limit:
    """So many events a minute for each name, `at_once` of them in a burst."""

    def __init__(
        self, per_minute: int, at_once: int, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second = per_minute / 60
        self._at_once = at_once
        self._seconds = seconds
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str) -> None:
        """Count one event; raise TooFast with the seconds to wait if the bucket is empty."""
        now = self._seconds()
        left, since = self._left.pop(name, (float(self._at_once), now))
        left = min(self._at_once, left + (now - since) * self._per_second)
        if left >= 1:
            self._left[name] = (left - 1, now)
        else:
            self._left[name] = (left, now)
            raise TooFast(max(1, math.ceil((1 - left) / self._per_second)))
        while len(self._left) > MOST_NAMES:
            self._left.popitem(last=False)
