"""The commands of the Makefile, as a person types them."""

import json
import subprocess
from pathlib import Path

from launch import ROOT

COMMANDS = {
    "run",
    "demo",
    "chat",
    "test",
    "test-browser",
    "check",
    "train",
    "evaluate",
    "bench",
    "setup",
    "clean",
}


def make(*words: str) -> subprocess.CompletedProcess[str]:
    """Run make in the repository's root."""
    return subprocess.run(
        ["make", *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=600
    )


def test_make_alone_tells_what_can_be_done() -> None:
    """Every command has its line."""
    listed = {line.split()[1] for line in make().stdout.splitlines()}
    assert listed >= COMMANDS


def test_evaluate_without_lines_says_what_to_type() -> None:
    """No stack trace for a forgotten file."""
    done = make("evaluate")
    assert done.returncode != 0
    assert "make evaluate DATA=FILE" in done.stderr
    assert "Traceback" not in done.stderr


def test_evaluate_takes_files_whose_names_hold_spaces(tmp_path: Path) -> None:
    """The figures come out where OUT says."""
    lines, figures = tmp_path / "my lines.jsonl", tmp_path / "my figures.json"
    lines.write_text(
        '{"text": "bijli nahi aa rahi", "variety": "hi-Latn", "intent": "report_fault",'
        ' "entities": []}\n'
    )
    done = make("evaluate", f"DATA={lines}", f"OUT={figures}")
    assert done.returncode == 0, done.stderr
    assert json.loads(figures.read_text())["n"] == 1


def test_an_unknown_benchmark_is_refused_with_the_names_that_exist() -> None:
    """A misspelt name must not pass as a run."""
    done = make("bench", "ONLY=trun")
    assert done.returncode != 0
    assert "turns" in done.stderr
