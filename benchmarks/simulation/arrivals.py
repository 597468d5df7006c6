"""When people come: over an hour of an ordinary day, or all after a storm."""

import random
from collections.abc import Callable, Mapping

from benchmarks.simulation.machine import Caller

HOUR = 3600.0
#: From a random generator, the second at which somebody comes.
Curve = Callable[[random.Random], float]


def hour(generator: random.Random) -> float:
    """Any second of an hour."""
    return generator.uniform(0, HOUR)


def storm(seconds: float, peak_share: float) -> Curve:
    """Everybody within `seconds`: more and more until `peak_share` of it has passed, then fewer."""
    return lambda generator: generator.triangular(0, seconds, peak_share * seconds)


def callers(
    count: int, curve: Curve, turns: Mapping[int, float], generator: random.Random
) -> list[Caller]:
    """So many people in the order of their coming; `turns`: shares by how many things they say."""
    lengths = generator.choices(list(turns), list(turns.values()), k=count)
    times = sorted(curve(generator) for _ in range(count))
    return [Caller(at, length) for at, length in zip(times, lengths, strict=True)]
