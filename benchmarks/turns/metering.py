"""Processor time and memory of processes that are not ours to ask."""

import time
from collections.abc import Mapping
from pathlib import Path

from launch import processes

KIB = 1024


def processor_seconds(pids: Mapping[str, int]) -> dict[str, float]:
    """Processor time of each part with all its processes so far, in seconds."""
    return {
        part: sum(_processor_time(process.pid) for process in processes.tree(pid))
        for part, pid in pids.items()
    }


def _processor_time(pid: int) -> float:
    # The kernel's own clock of a process counts nanoseconds, over all its threads, also those
    # that have ended; /proc counts hundredths of a second. Its number is made as in
    # clock_getcpuclockid(3).
    return time.clock_gettime((~pid << 3) | 2)


def memory(pids: Mapping[str, int]) -> dict[str, dict[str, float]]:
    """Of each part: `pss` and `rss` in MiB. PSS counts what is shared once over all."""
    found = {}
    for part, pid in pids.items():
        rolled = [_rollup(process.pid) for process in processes.tree(pid)]
        found[part] = {kind: sum(one[kind] for one in rolled) for kind in ("pss", "rss")}
    return found


def _rollup(pid: int) -> dict[str, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()[1:]
    kib = {line.split(":")[0].lower(): int(line.split()[1]) for line in lines}
    return {kind: kib[kind] / KIB for kind in ("pss", "rss")}
