"""Three runs: every part killed again and again under load, every part failing in every way and
in pairs, and many turns without any fault, after which nobody may have grown.

FAULTS_DO=kills, matrix or memory does one of them. FAULTS_SHARE=0.1 does a tenth of the kills;
FAULTS_SEVERAL=1 does them with two gateways on PostgreSQL and a Redis that is killed in the
middle. FAULTS_TURNS is how many turns the memory is watched for.
"""

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.faults import matrix, memory
from benchmarks.faults.cases import pairs, singles
from benchmarks.faults.claims import Figures
from benchmarks.faults.plan import WHOLE, Plan
from benchmarks.faults.run import run
from benchmarks.result import Result
from benchmarks.settings import Settings


def measure() -> Result:
    """Do what is wanted. Raises LaunchError."""
    chosen = Settings()
    runs = {"kills": _kills, "matrix": _matrix, "memory": _memory}
    figures: Figures = {}
    for name, one in runs.items():
        if chosen.faults_do in ("all", name):
            with tempfile.TemporaryDirectory() as folder:
                figures |= one(chosen, Path(folder))
    return Result(name="faults", figures=figures)


def _kills(chosen: Settings, folder: Path) -> Figures:
    return asyncio.run(run(_wanted(chosen), folder, _tell))


def _matrix(_chosen: Settings, folder: Path) -> Figures:
    seen, figures = asyncio.run(matrix.run([*singles(), *pairs()], folder, _tell))
    return {
        "cases": len(seen),
        "cases_as_specified": sum(one.as_specified for one in seen),
        "cases_slowest_recovery_seconds": max(one.seconds for one in seen),
        **{f"cases_{name}": figure for name, figure in figures.items()},
    }


def _memory(chosen: Settings, folder: Path) -> Figures:
    return memory.growth(chosen.faults_turns, folder, _tell)


def _wanted(chosen: Settings) -> Plan:
    return replace(
        WHOLE,
        people=max(1, round(WHOLE.people * chosen.faults_share)),
        kills=max(1, round(WHOLE.kills * chosen.faults_share)),
        several=chosen.faults_several,
        redis_dies=chosen.faults_several,
    )


def _tell(line: str) -> None:
    print(line, flush=True)
