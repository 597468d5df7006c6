"""One machine, event by event: turns pass through its processes, which share its cores.

Conversations are spread over machines and none needs another, so one machine with its share of
the people stands for all of them.
"""

import heapq
import itertools
import random
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Visit:
    """A stretch of a turn: processor seconds in a part (a mean), then seconds of waiting for a
    store, in which nobody computes."""

    part: str
    seconds: float
    store_seconds: float = 0.0


@dataclass(frozen=True)
class Caller:
    """Somebody who comes at `at` (seconds) and says so many things."""

    at: float
    turns: int


@dataclass
class Outcome:
    """What the machine did: `waits` and `begins` of each turn in seconds, in order of their ends;
    `busy` seconds of each part; `present` is the integral of turns on the machine over time."""

    cores: int
    waits: list[float] = field(default_factory=list)
    begins: list[float] = field(default_factory=list)
    busy: dict[str, float] = field(default_factory=dict)
    present: float = 0.0
    seconds: float = 0.0

    @property
    def utilisation(self) -> float:
        """Share of the cores' time that was spent computing."""
        return sum(self.busy.values()) / (self.seconds * self.cores) if self.seconds else 0.0

    @property
    def turns_present(self) -> float:
        """Turns on the machine at a time, on average."""
        return self.present / self.seconds if self.seconds else 0.0

    def wait_at(self, share: float) -> float:
        """The wait that this share of turns stays below, in seconds; 0 if there was none."""
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0

    def busiest_rate(self, window: float = 10.0) -> float:
        """Turns a second that begin in the fullest window of so many seconds."""
        counts: dict[int, int] = {}
        for begin in self.begins:
            slot = int(begin / window)
            counts[slot] = counts.get(slot, 0) + 1
        return max(counts.values(), default=0) / window


@dataclass
class _Turn:
    left: int
    began: float
    step: int = 0


class Machine:
    """`processes` of each part on `cores`; a turn makes the `route`. Same `seed`, same outcome.

    A process computes one stretch at a time and is free while its turn is elsewhere, as a
    process with an event loop is. Stretches are exponentially distributed around their means,
    which is more uneven than they are, and so are `think_seconds` between turns.
    """

    def __init__(
        self,
        route: Sequence[Visit],
        *,
        processes: int,
        cores: int,
        think_seconds: float,
        seed: int,
    ) -> None:
        self._route = route
        self._think = think_seconds
        self._random = random.Random(seed)  # noqa: S311 no secret
        self._free = {visit.part: processes for visit in route}
        self._lines: dict[str, deque[_Turn]] = {visit.part: deque() for visit in route}
        self._cores, self._ready = cores, deque[_Turn]()
        self._events: list[tuple[float, int, Callable[[_Turn], None], _Turn]] = []
        self._order = itertools.count()
        self._now, self._present = 0.0, 0
        self._outcome = Outcome(cores, busy=dict.fromkeys(self._free, 0.0))

    def serve(self, callers: Iterable[Caller]) -> Outcome:
        """Let everybody come and talk to the end."""
        for caller in callers:
            self._later(caller.at, self._begin, _Turn(caller.turns, caller.at))
        while self._events:
            at, _, happens, turn = heapq.heappop(self._events)
            self._outcome.present += self._present * (at - self._now)
            self._now = at
            happens(turn)
        self._outcome.seconds = self._now
        return self._outcome

    def _later(self, at: float, happens: Callable[[_Turn], None], turn: _Turn) -> None:
        heapq.heappush(self._events, (at, next(self._order), happens, turn))

    def _begin(self, turn: _Turn) -> None:
        turn.began, turn.step = self._now, 0
        self._present += 1
        self._outcome.begins.append(self._now)
        self._arrive(turn)

    def _arrive(self, turn: _Turn) -> None:
        part = self._route[turn.step].part
        self._lines[part].append(turn)
        self._take(part)

    def _take(self, part: str) -> None:
        """A free process takes the next in its line; then it needs a core."""
        if self._free[part] and self._lines[part]:
            self._free[part] -= 1
            self._ready.append(self._lines[part].popleft())
            self._compute()

    def _compute(self) -> None:
        if self._cores and self._ready:
            self._cores -= 1
            turn = self._ready.popleft()
            visit = self._route[turn.step]
            seconds = self._random.expovariate(1 / visit.seconds) if visit.seconds else 0.0
            self._outcome.busy[visit.part] += seconds
            self._later(self._now + seconds, self._computed, turn)

    def _computed(self, turn: _Turn) -> None:
        visit = self._route[turn.step]
        self._cores += 1
        self._free[visit.part] += 1
        if visit.store_seconds:
            self._later(self._now + visit.store_seconds, self._go_on, turn)
        else:
            self._go_on(turn)
        self._take(visit.part)
        self._compute()

    def _go_on(self, turn: _Turn) -> None:
        turn.step += 1
        if turn.step < len(self._route):
            self._arrive(turn)
            return
        self._present -= 1
        self._outcome.waits.append(self._now - turn.began)
        if turn.left > 1:
            again = self._now + self._random.expovariate(1 / self._think)
            self._later(again, self._begin, _Turn(turn.left - 1, again))
