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
#: Between two looks at how many turns there were.
CONVERSATIONS = 50
AT_ONCE = 4
#: No conversation of theirs is over in less.
FEWEST_TURNS = 2


def growth(turns: int, folder: Path, tell: Callable[[str], None]) -> Figures:
    """Let people talk for so many turns after the first thousand: `memory_mib_<part>` (PSS) at the
    end, and what each part gained, in MiB, for every thousand turns.

    Raises LaunchError.
    """
    sample = people.sample(folder / "sample.json", (WARM_TURNS + turns) // FEWEST_TURNS)
    with Ours(folder, sample) as ours:
        crowd, taken = people.crowd(), 0
        measured: list[tuple[int, dict[str, float]]] = []
        for until in (WARM_TURNS, WARM_TURNS + turns):
            while taken < until:
                taken += len(talk(ours, crowd, CONVERSATIONS, at_once=AT_ONCE).waits)
            parts = {part: found["pss"] for part, found in memory(ours.pids()).items()}
            measured.append((taken, parts))
            tell(f"  after {taken} turns: {sum(parts.values()):.0f} MiB")
    (first, before), (last, after) = measured
    thousands = (last - first) / 1_000
    return {
        "memory_turns": last,
        **{f"memory_mib_{part}": mib for part, mib in after.items()},
        **{
            f"growth_mib_per_1000_turns_{part}": (mib - before[part]) / thousands
            for part, mib in after.items()
        },
    }
