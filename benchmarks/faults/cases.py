"""Which parts fail in which ways, and what a person must read then: docs/faults.md as a list."""

from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations, product

from benchmarks.faults.tap import Way


class Reads(IntEnum):
    """What is read at once, the worse the higher: of two faults the worse one is read.

    USUAL: the answer, perhaps later. KEPT: a provisional number. PUT_OFF: an apology, and that
    the answer comes by itself. REFUSED: the message was not taken; it has to be sent again, as
    our pages, Meta and Telegram do by themselves.
    """

    USUAL = 0
    KEPT = 1
    PUT_OFF = 2
    REFUSED = 3


#: What is read where a part fails; a slow one takes longer than whoever asks it waits, but for the
#: database: a turn asks it dozens of times, and what it answers a little late is late, no more.
READ: dict[tuple[str, Way], Reads] = {
    ("redis", Way.STOPPED): Reads.USUAL,
    ("redis", Way.SLOW): Reads.USUAL,
    ("redis", Way.GARBLED): Reads.USUAL,
    ("redis", Way.SILENT): Reads.USUAL,
    ("postgresql", Way.STOPPED): Reads.REFUSED,
    ("postgresql", Way.SLOW): Reads.USUAL,
    ("postgresql", Way.GARBLED): Reads.REFUSED,
    ("postgresql", Way.SILENT): Reads.REFUSED,
    ("rasa", Way.STOPPED): Reads.PUT_OFF,
    ("rasa", Way.SLOW): Reads.PUT_OFF,
    ("rasa", Way.GARBLED): Reads.PUT_OFF,
    ("rasa", Way.SILENT): Reads.PUT_OFF,
    ("actions", Way.STOPPED): Reads.PUT_OFF,
    ("actions", Way.SLOW): Reads.PUT_OFF,
    ("actions", Way.GARBLED): Reads.PUT_OFF,
    ("actions", Way.SILENT): Reads.PUT_OFF,
    ("backend", Way.STOPPED): Reads.KEPT,
    ("backend", Way.SLOW): Reads.KEPT,
    ("backend", Way.GARBLED): Reads.KEPT,
    ("backend", Way.SILENT): Reads.KEPT,
}
PARTS = tuple(dict.fromkeys(part for part, _ in READ))


@dataclass(frozen=True)
class Case:
    """One part that fails in one way, or two at once."""

    faults: tuple[tuple[str, Way], ...]

    @property
    def reads(self) -> Reads:
        """What is read while it lasts."""
        return max(READ[fault] for fault in self.faults)

    def __str__(self) -> str:
        return " + ".join(f"{part} {way}" for part, way in self.faults)


def singles() -> list[Case]:
    """Every part in every way."""
    return [Case((fault,)) for fault in READ]


def pairs() -> list[Case]:
    """Every two parts at once; the combinations of ways go round, five apart so that each way is
    met early, since all sixteen of every pair would take hours."""
    ways = list(product(Way, Way))
    return [
        Case(((first, one), (second, other)))
        for number, (first, second) in enumerate(combinations(PARTS, 2))
        for one, other in [ways[number * 5 % len(ways)]]
    ]
