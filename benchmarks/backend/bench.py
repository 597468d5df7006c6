"""What one ticket costs when there are a thousand of them, and when there are a million."""

import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from benchmarks.backend.databases import databases
from benchmarks.backend.generator import fill
from benchmarks.backend.work import Work
from benchmarks.result import Result
from benchmarks.settings import Settings

SIZES = (1_000, 10_000, 100_000, 1_000_000)
ROUNDS = 16
CREATED = 10  # of each in a round
LOOKED_UP = 25


def measure() -> Result:
    """Fill a database of each size, and do the same work in all of them, turn by turn.

    By turns, so that whatever else the machine does meanwhile falls on all sizes alike. Ratios:
    cost at 1,000,000 tickets over cost at 1,000 (`growth_create`, `growth_status`,
    `growth_tick`); figures: median milliseconds of each at every size, for the tick per ticket,
    and the seconds that filling the largest took. `BACKEND_ON=postgresql` measures PostgreSQL.
    """
    figures: dict[str, float] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-backend-")))
        opened = stack.enter_context(databases(Settings().backend_on, folder, len(SIZES)))
        works = []
        for size, database in zip(SIZES, opened, strict=True):
            began = time.perf_counter()
            fill(database, size)
            figures["filling_seconds"] = time.perf_counter() - began
            print(f"  {size:,} tickets: filled in {figures['filling_seconds']:.0f} s", flush=True)
            works.append(Work(database, size))
        for (name, size), costs in _by_turns(works).items():
            figures[f"{name}_ms_{size}"] = statistics.median(costs) * 1000
    return Result(name="backend", ratios=_growth(figures), figures=figures)


def _growth(figures: dict[str, float]) -> dict[str, float]:
    first, last = SIZES[0], SIZES[-1]
    return {
        f"growth_{name}": figures[f"{name}_ms_{last}"] / figures[f"{name}_ms_{first}"]
        for name in ("create", "status", "tick")
    }


def _by_turns(works: list[Work]) -> dict[tuple[str, int], list[float]]:
    """Seconds of every single piece of work; the first round only warms up."""
    costs: dict[tuple[str, int], list[float]] = defaultdict(list)
    for turn in range(ROUNDS + 1):
        for work in works:
            measured = {
                "create": [_seconds(work.create) for _ in range(CREATED)],
                "status": [_seconds(work.look_up) for _ in range(LOOKED_UP)],
                "tick": [_tick(work)],
            }
            for name, seconds in measured.items():
                costs[name, work.size] += seconds if turn else []
    return costs


def _tick(work: Work) -> float:
    """Seconds for each ticket whose deadline has just passed."""
    work.make_late()
    began = time.perf_counter()
    done = work.tick()
    return (time.perf_counter() - began) / done


def _seconds(piece: Callable[[], None]) -> float:
    began = time.perf_counter()
    piece()
    return time.perf_counter() - began
