"""How long a turn keeps each part busy: read from what `make bench ONLY=turns` measured last."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.result import RESULTS
from benchmarks.simulation.machine import Visit
from launch.errors import LaunchError

TURNS = RESULTS / "turns.json"
#: A turn goes in through the parts to the backend and comes back through them.
WAY = ("gateway", "rasa", "actions", "backend", "actions", "rasa", "gateway")


class NotMeasured(LaunchError):
    """The turns have not been measured on this machine."""

    def __init__(self) -> None:
        super().__init__(f"{TURNS} is missing or old. Measure it first: make bench ONLY=turns")


@dataclass(frozen=True)
class Service:
    """Processor seconds of a turn by part, and turns of a conversation by errand."""

    seconds: Mapping[str, float]
    turns: Mapping[str, float]

    def route(self, store_seconds: float) -> list[Visit]:
        """A turn's way; each part's time is spent evenly over its visits, the waiting for stores
        where the gateway stores what came and what goes out."""
        return [
            Visit(
                part,
                self.seconds[part] / WAY.count(part),
                store_seconds / WAY.count(part) if part == "gateway" else 0.0,
            )
            for part in WAY
        ]

    def costing(self, seconds: float) -> "Service":
        """The same where a turn costs all parts together so many processor seconds, which they
        share as before."""
        factor = seconds / sum(self.seconds.values())
        return replace(self, seconds={part: cost * factor for part, cost in self.seconds.items()})

    def conversation_lengths(self, errands: Mapping[str, float]) -> dict[int, float]:
        """Shares by number of turns, where `errands` are shares by errand."""
        lengths: dict[int, float] = {}
        for errand, share in errands.items():
            turns = round(self.turns[errand])
            lengths[turns] = lengths.get(turns, 0.0) + share
        return lengths


def last_measured() -> Service:
    """What was measured last. Raises NotMeasured."""
    try:
        figures: dict[str, Any] = json.loads(TURNS.read_text("utf-8"))["figures"]
        return Service(
            seconds={part: figures[f"cpu_ms_per_turn_{part}"] / 1000 for part in set(WAY)},
            turns={
                name.removeprefix("turns_of_"): count
                for name, count in figures.items()
                if name.startswith("turns_of_")
            },
        )
    except (OSError, KeyError, ValueError):
        raise NotMeasured from None
