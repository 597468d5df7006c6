"""The one server that all machines share: how much of it a turn takes, and where it ends."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.simulation.stores import Asked


@dataclass(frozen=True)
class Wall:
    """A limit of what cannot be had twice: `per_turn` of it in a turn, `limit` a second."""

    name: str
    per_turn: float
    limit: float

    @property
    def turns_per_second(self) -> float:
        """The turns a second at which it is reached."""
        return self.limit / self.per_turn if self.per_turn else float("inf")


def walls(asked: Asked, given: Mapping[str, float]) -> list[Wall]:
    """All limits, the first to be reached first."""
    found = [
        Wall("postgresql_commits", asked.commits, given["postgresql_commits_per_second"]),
        Wall("postgresql_cores", asked.postgresql_seconds, given["postgresql_cores"]),
        Wall("redis", asked.redis_operations, given["redis_operations_per_second"]),
    ]
    return sorted(found, key=lambda wall: wall.turns_per_second)
