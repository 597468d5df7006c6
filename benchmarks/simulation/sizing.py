"""How many machines a load takes, and what it asks of the stores."""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.simulation.arrivals import Curve, callers
from benchmarks.simulation.machine import Machine, Outcome, Visit

#: Finer than this nobody orders machines.
STEP = 1.05


@dataclass(frozen=True)
class Load:
    """When people come, and how many things they say: shares by number of turns."""

    curve: Curve
    turns: Mapping[int, float]


@dataclass(frozen=True)
class Hardware:
    """A machine, and what is expected of it: 95 of 100 turns within `wait_p95_seconds`."""

    cores: int
    processes: int
    think_seconds: float
    wait_p95_seconds: float
    seed: int


@dataclass(frozen=True)
class Size:
    """What a load takes. `turns_per_second` of all machines in the busiest ten seconds; the wait
    and the utilisation are those of each machine."""

    people: int
    machines: int
    turns_per_second: float
    p95_seconds: float
    utilisation: float


def on_one(people: int, load: Load, route: list[Visit], hardware: Hardware) -> Outcome:
    """What one machine makes of so many people."""
    generator = random.Random(hardware.seed)  # noqa: S311 no secret
    machine = Machine(
        route,
        processes=hardware.processes,
        cores=hardware.cores,
        think_seconds=hardware.think_seconds,
        seed=hardware.seed,
    )
    return machine.serve(callers(people, load.curve, load.turns, generator))


def borne_by_one(load: Load, route: list[Visit], hardware: Hardware, enough: int) -> int:
    """The most people whom one machine answers in time, to five in a hundred; at least one.

    More than twice `enough` are not looked for.
    """

    def in_time(people: int) -> bool:
        waited = on_one(people, load, route, hardware).wait_at(0.95)
        return waited <= hardware.wait_p95_seconds

    most = 1
    while most < enough and in_time(most * 2):
        most *= 2
    too_many = most * 2
    while too_many > most * STEP and too_many - most > 1:
        middle = (most + too_many) // 2
        most, too_many = (middle, too_many) if in_time(middle) else (most, middle)
    return most


def size(people: int, borne: int, load: Load, route: list[Visit], hardware: Hardware) -> Size:
    """Machines for so many people, when one bears `borne` of them."""
    machines = max(1, math.ceil(people / borne))
    outcome = on_one(math.ceil(people / machines), load, route, hardware)
    return Size(
        people=people,
        machines=machines,
        turns_per_second=outcome.busiest_rate() * machines,
        p95_seconds=outcome.wait_at(0.95),
        utilisation=outcome.utilisation,
    )
