"""How many people write: messages of a minute, and whether that is a storm."""

from collections import deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)
#: A storm that began by itself is over after so long below a third of what began it: lightning
#: and the second feeder come in waves, and words that change with each would be believed by none.
CALM_FOR = timedelta(minutes=15)
_CALM_SHARE = 3


class Arrivals:
    """`begins_at`: messages a minute that make a storm; 0: none ever does by itself."""

    def __init__(self, begins_at: int) -> None:
        self._begins_at = begins_at
        self._seen: deque[tuple[datetime, int]] = deque()
        self._loud_at: datetime | None = None

    def add(self, count: int, now: datetime) -> None:
        """So many messages came since the last look."""
        self._seen.append((now, count))
        while self._seen[0][0] <= now - WINDOW:
            self._seen.popleft()
        loud = 0 < self._begins_at <= self.per_minute * _CALM_SHARE
        if loud or self._loud_at is None:
            self._loud_at = now

    @property
    def per_minute(self) -> int:
        """Messages of the last minute."""
        return sum(count for _, count in self._seen)

    @property
    def stormy(self) -> bool:
        """Whether so many write that it is a storm."""
        return 0 < self._begins_at <= self.per_minute

    def calm(self, now: datetime) -> bool:
        """Whether it has been quiet for so long that a storm is over."""
        return self._loud_at is not None and now - self._loud_at >= CALM_FOR
