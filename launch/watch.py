"""Keeps an eye on the parts: tells of restarts, gives up when a part keeps dying."""

import time
from collections import defaultdict, deque
from collections.abc import Callable

from launch import processes
from launch.errors import PartKeepsDying
from launch.journal import Exited, GaveUp, Spawned
from launch.supervisor import Supervisor

DEATHS = 5
WITHIN_SECONDS = 60.0


class Watch:
    """Follows a supervisor's journal; call `look` often.

    It gives up on a part after `deaths` deaths within a minute.
    """

    def __init__(
        self, supervisor: Supervisor, tell: Callable[[str], None], deaths: int = DEATHS
    ) -> None:
        self._supervisor = supervisor
        self._journal = supervisor.journal()
        self._tell = tell
        self._pids: dict[str, int] = {}
        self._ended: dict[str, str] = {}
        self._deaths: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=deaths))

    def look(self) -> set[str]:
        """The keys of the parts that were started anew since the last look.

        Raises PartKeepsDying and SupervisorLost.
        """
        restarted = set()
        for happening in self._journal.news():
            if happening.key not in self._supervisor.parts:
                continue
            match happening:
                case Spawned(key, pid):
                    self._pids[key] = pid
                    if how := self._ended.pop(key, None):
                        self._tell(f"{self._title(key)} ended ({how}), started again")
                        restarted.add(key)
                case Exited(key, how):
                    self._died(key, how)
                case GaveUp(key, how):
                    raise self._keeps_dying(key, how)
        self._supervisor.check()
        return restarted

    def _died(self, key: str, how: str) -> None:
        # What the dead process had begun may still hold its port.
        processes.kill_group(self._pids[key])
        self._ended[key] = how
        deaths = self._deaths[key]
        deaths.append(time.monotonic())
        if len(deaths) == deaths.maxlen and deaths[-1] - deaths[0] < WITHIN_SECONDS:
            raise self._keeps_dying(key, how)

    def _keeps_dying(self, key: str, how: str) -> PartKeepsDying:
        return PartKeepsDying(self._title(key), how, self._supervisor.logs / f"{key}.log")

    def _title(self, key: str) -> str:
        return self._supervisor.parts[key].title
