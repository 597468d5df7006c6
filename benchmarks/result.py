"""What a benchmark found: a table for people, a JSON file for programs."""

import json
import platform
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"


@dataclass(frozen=True)
class Result:
    """`ratios` compare with something measured in the same run; `figures` stand by themselves."""

    name: str
    ratios: dict[str, float] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)

    def table(self) -> str:
        """One line for each number, ratios first."""
        rows = {**self.ratios, **self.figures}
        width = max(map(len, rows))
        lines = (f"  {name:<{width}}  {value:>12,.2f}" for name, value in rows.items())
        return "\n".join([self.name, *lines])

    def write(self) -> Path:
        """Write `benchmarks/results/<name>.json`, with the machine and the commit."""
        RESULTS.mkdir(parents=True, exist_ok=True)
        path = RESULTS / f"{self.name}.json"
        content = {
            "ratios": self.ratios,
            "figures": self.figures,
            "machine": _machine(),
            "commit": _commit(),
        }
        path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        return path


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"{platform.system()} {platform.machine()}, {psutil.cpu_count()} processors, "
        f"{memory:.0f} GiB, Python {platform.python_version()}"
    )


def _commit() -> str:
    found = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.strip()
