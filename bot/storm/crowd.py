"""How many people wait for an answer, and whether that is a storm."""

from datetime import datetime, timedelta

#: A storm that began by itself is over after so long below a third of what began it: lightning
#: and the second feeder come in waves, and words that change with each would be believed by none.
CALM_FOR = timedelta(minutes=15)
_CALM_SHARE = 3


class Crowd:
    """`begins_at`: people who wait, at two looks in a row, that make a storm; 0: none ever does
    by itself. One look may see what a provider held back for a moment."""

    def __init__(self, begins_at: int) -> None:
        self._begins_at = begins_at
        self._before = 0
        self._loud_at: datetime | None = None
        self.waiting = 0

    def see(self, waiting: int, now: datetime) -> None:
        """So many people wait now."""
        self._before, self.waiting = self.waiting, waiting
        loud = 0 < self._begins_at <= waiting * _CALM_SHARE
        if loud or self._loud_at is None:
            self._loud_at = now

    @property
    def stormy(self) -> bool:
        """Whether so many wait that it is a storm."""
        return 0 < self._begins_at <= min(self._before, self.waiting)

    def calm(self, now: datetime) -> bool:
        """Whether so few have waited for so long that a storm is over."""
        return self._loud_at is not None and now - self._loud_at >= CALM_FOR
