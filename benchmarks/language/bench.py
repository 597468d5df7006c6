"""Our language model beside stock Rasa: `rasa init`'s pipeline with DIET, same lines, same run.

Both are trained on the same even share of our training lines, because DIET takes hours for all
of them on a small machine, and measured on the held-out lines one after the other.
"""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.result import ROOT, Result
from launch.errors import LaunchError

NLU = ROOT / "nlu"
STOCK = ROOT / "benchmarks" / "stock"
HELD_OUT = ("ordinary", "hard")
#: Training lines for both: about what a Rasa project of this size has.
LESSONS = 1_200


class BenchmarkFailed(LaunchError):
    """A part of the comparison ended with an error; its own words stand above."""


def measure() -> Result:
    """Train and measure both pipelines.

    Ratios: `cpu_vs_stock`, median processor time of a message, ours over stock's;
    `accuracy_minus_stock`, difference of the shares of intents understood. Figures: both
    sides' accuracy, entity F1 and milliseconds of processor time. Raises LaunchError.
    """
    with tempfile.TemporaryDirectory(prefix="bench-language-") as name:
        folder = Path(name)
        lessons, lines = folder / "lessons.jsonl", folder / "lines.jsonl"
        held_out = (NLU / "evaluation" / f"{part}.jsonl" for part in HELD_OUT)
        lines.write_text("".join(path.read_text("utf-8") for path in held_out), "utf-8")
        _run(NLU, "-m", "evaluation.lessons", lessons, "--count", LESSONS)
        print("  stock Rasa: setting up, training (kept for the next time), measuring", flush=True)
        stock = _stock(folder, lessons, lines)
        print("  our pipeline: training on the same lines, measuring", flush=True)
        ours = folder / "ours.json"
        _run(NLU, "evaluate.py", lines, "--train", lessons, "--out", ours)
        return _result(_figures(ours), stock)


def _stock(folder: Path, lessons: Path, lines: Path) -> dict[str, Any]:
    _call(["sh", str(ROOT / "scripts" / "uv"), "--directory", str(STOCK), "sync", "--locked"], ROOT)
    out = folder / "stock.json"
    _run(STOCK, "measure.py", lessons, lines, out)
    return _figures(out)


def _result(ours: dict[str, Any], stock: dict[str, Any]) -> Result:
    figures: dict[str, float] = {"lessons": LESSONS, "lines": ours["n"]}
    for side, measured in (("ours", ours), ("stock", stock)):
        figures[f"accuracy_{side}"] = measured["intent_accuracy"]
        figures[f"entity_f1_{side}"] = measured["entity_f1"]
        figures[f"cpu_ms_p50_{side}"] = measured["ms_per_message"]["p50"]
        figures[f"cpu_ms_p95_{side}"] = measured["ms_per_message"]["p95"]
    return Result(
        name="language",
        ratios={
            "cpu_vs_stock": figures["cpu_ms_p50_ours"] / figures["cpu_ms_p50_stock"],
            "accuracy_minus_stock": figures["accuracy_ours"] - figures["accuracy_stock"],
        },
        figures=figures,
    )


def _run(project: Path, *arguments: object) -> None:
    """Python of `project`'s own environment, with its folder as the working directory."""
    python = project / ".venv" / "bin" / "python"
    _call([str(python), "-W", "ignore", *map(str, arguments)], project)


def _call(command: list[str], folder: Path) -> None:
    # No time limit: training takes as long as the machine needs, and shows its progress.
    if subprocess.run(command, cwd=folder, check=False).returncode:
        raise BenchmarkFailed(f"this ended with an error: {' '.join(command)}")


def _figures(path: Path) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return figures
