"""What one side costs: processor time, waiting, memory, and that its records are right."""

import statistics
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Protocol

from benchmarks.turns.errors import ConversationStuck
from benchmarks.turns.load import Heard, Side, talk
from benchmarks.turns.metering import memory, processor_seconds
from benchmarks.turns.people import crowd, scripts
from launch.compare import of_record
from launch.records import Records

WARM_UP = 1
HUNDREDTHS = 100


class Measurable(Side, Protocol):
    """A side with a backend that can be asked."""

    start_seconds: float
    records: Records


@dataclass
class Measured:
    """All of one side. `cpu_ms` is processor time a turn by part, `turns_of` how many turns a
    conversation of each errand takes, `mib` memory by part and kind, `alone` the waits in seconds
    of one person at a time, `loaded` those of several at a time."""

    start_seconds: float
    turns: int
    turns_of: dict[str, float]
    conversations: int
    cpu_ms: dict[str, float]
    mib: dict[str, dict[str, float]]
    alone: list[float]
    loaded: list[float] = field(default_factory=list)
    loaded_turns_per_second: float = 0.0

    @property
    def turns_per_cpu_second(self) -> float:
        """Turns in a second of processor time, all parts together."""
        return 1000 / sum(self.cpu_ms.values())

    @property
    def pss(self) -> float:
        """MiB of memory, all parts together, what they share counted once."""
        return sum(part["pss"] for part in self.mib.values())

    def in_short(self, side: str) -> str:
        """The most important of it in a line, for whoever waits for the rest."""
        costs = ", ".join(f"{part} {cost:.1f}" for part, cost in self.cpu_ms.items())
        return (
            f"  {side}: {sum(self.cpu_ms.values()):.1f} ms of processor time a turn ({costs}), "
            f"{self.pss:,.0f} MiB, started in {self.start_seconds:.0f} s"
        )

    def figures(self, prefix: str = "") -> dict[str, float]:
        """Everything as named numbers, milliseconds and MiB."""
        named = {
            "start_seconds": self.start_seconds,
            "turns": self.turns,
            "conversations": self.conversations,
            **{f"turns_of_{errand}": mean for errand, mean in self.turns_of.items()},
            "turns_per_cpu_second": self.turns_per_cpu_second,
            **_percentiles("", self.alone),
            **(_percentiles("loaded_", self.loaded) if self.loaded else {}),
            **{f"cpu_ms_per_turn_{part}": cost for part, cost in self.cpu_ms.items()},
            **{f"memory_mib_{part}": sizes["pss"] for part, sizes in self.mib.items()},
            **{f"memory_rss_mib_{part}": sizes["rss"] for part, sizes in self.mib.items()},
        }
        if self.loaded:
            named["loaded_turns_per_second"] = self.loaded_turns_per_second
        return {prefix + name: value for name, value in named.items()}


def measured(side: Measurable, *, rounds: int, at_once: int, pace: float = 0.0) -> Measured:
    """Let people talk one after the other, then `at_once` (0 for not at all) at this `pace`.

    A round is each conversation once; one round more warms the side up. Raises
    ConversationStuck, also when a record is not as the conversation says.
    """
    people, size = crowd(), len(scripts())
    talk(side, people, size * WARM_UP)
    before = processor_seconds(side.pids())
    heard = talk(side, people, size * rounds)
    after = processor_seconds(side.pids())
    _compare(side, heard)
    turns = len(heard.waits)
    found = Measured(
        start_seconds=side.start_seconds,
        turns=turns,
        turns_of=_turns_of_errands(heard),
        conversations=len(heard.ends),
        cpu_ms={part: (after[part] - before[part]) / turns * 1000 for part in after},
        mib=memory(side.pids()),
        alone=heard.waits,
    )
    if at_once:
        loaded = talk(side, people, size * rounds, at_once=at_once, pace=pace)
        _compare(side, loaded)
        found.loaded, found.loaded_turns_per_second = loaded.waits, loaded.turns_per_second
    return found


def _turns_of_errands(heard: Heard) -> dict[str, float]:
    turns: dict[str, list[int]] = defaultdict(list)
    for end in heard.ends:
        turns[end.person.script.errand].append(end.turns)
    return {errand: statistics.mean(counts) for errand, counts in turns.items()}


def p95(waits: list[float]) -> float:
    """The wait that 95 of 100 turns stay below, in seconds."""
    return statistics.quantiles(waits, n=HUNDREDTHS)[94]


def _percentiles(prefix: str, waits: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(waits, n=HUNDREDTHS)
    return {f"{prefix}p{share}_ms": cuts[share - 1] * 1000 for share in (50, 95, 99)}


def _compare(side: Measurable, heard: Heard) -> None:
    """Raises ConversationStuck unless the backend holds what each person was to have recorded."""
    for end in heard.ends:
        if not end.person.record:
            continue
        number = end.answer.references[0]
        held = side.records.get(number)
        if complaints := of_record({"number": number, **end.person.record}, held):
            raise ConversationStuck(f"{end.person}: {'; '.join(complaints)}")
