"""How the memory of each part grows while people talk, one conversation after the other."""

from collections.abc import Callable
from pathlib import Path

from benchmarks.faults.claims import Figures
from benchmarks.turns import people
from benchmarks.turns.load import talk
from benchmarks.turns.metering import memory
from benchmarks.turns.ours import Ours

#: After so many turns everything has been loaded and every pool is full: growth counts from here.
WARM_TURNS = 1_000
#: Looks at the memory, evenly spread: a pool that fills is told from a leak, which goes on.
LOOKS = 10
#: Between two looks at how many turns there were.
CONVERSATIONS = 50
AT_ONCE = 4
#: No conversation of theirs is over in less.
FEWEST_TURNS = 2

Look = tuple[int, dict[str, float]]
"""How many turns there were, and the memory of each part, MiB."""


def growth(turns: int, folder: Path, tell: Callable[[str], None]) -> Figures:
    """Let people talk for so many turns after the first thousand: `memory_mib_<part>` (PSS) at the
    end, and what each part gained for every thousand turns, in MiB, in all and in the second half.

    Raises LaunchError.
    """
    sample = people.sample(folder / "sample.json", (WARM_TURNS + turns) // FEWEST_TURNS)
    with Ours(folder, sample) as ours:
        crowd, taken = people.crowd(), 0
        measured: list[Look] = []
        for until in (WARM_TURNS + turns * look // LOOKS for look in range(LOOKS + 1)):
            while taken < until:
                taken += len(talk(ours, crowd, CONVERSATIONS, at_once=AT_ONCE).waits)
            parts = {part: found["pss"] for part, found in memory(ours.pids()).items()}
            measured.append((taken, parts))
            tell(f"  after {taken} turns, MiB: {_told(parts)}")
    return {
        "memory_turns": measured[-1][0],
        **{f"memory_mib_{part}": mib for part, mib in measured[-1][1].items()},
        **_named("growth_mib_per_1000_turns", measured[0], measured[-1]),
        **_named("growth_mib_per_1000_turns_late", measured[LOOKS // 2], measured[-1]),
    }


def _named(name: str, first: Look, last: Look) -> Figures:
    thousands = (last[0] - first[0]) / 1_000
    return {f"{name}_{part}": (mib - first[1][part]) / thousands for part, mib in last[1].items()}


def _told(parts: dict[str, float]) -> str:
    return ", ".join(f"{part} {mib:.1f}" for part, mib in parts.items())
