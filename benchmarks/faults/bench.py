"""Ten thousand deliveries over five hundred people while every part is killed twenty times.

FAULTS_SHARE=0.1 does a tenth of it; FAULTS_SEVERAL=1 does it with two gateways on PostgreSQL and
a Redis that is killed in the middle.
"""

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.faults.plan import WHOLE, Plan
from benchmarks.faults.run import run
from benchmarks.result import Result
from benchmarks.settings import Settings


def measure() -> Result:
    """Do the whole run. Raises LaunchError."""
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(run(_wanted(), Path(folder), _tell))
    return Result(name="faults", figures=figures)


def _wanted() -> Plan:
    chosen = Settings()
    return replace(
        WHOLE,
        people=max(1, round(WHOLE.people * chosen.faults_share)),
        kills=max(1, round(WHOLE.kills * chosen.faults_share)),
        several=chosen.faults_several,
        redis_dies=chosen.faults_several,
    )


def _tell(line: str) -> None:
    print(line, flush=True)
