"""Figures of the language model on labelled lines.

python evaluate.py LINES [--out FILE] [--train LINES]

LINES: one JSON object a line, `{"text", "intent", "variety", "entities"}`. With `--train`
the same pipeline is first trained on other lines in a temporary folder; else the model in
`models/` is measured. Milliseconds are CPU time of the whole pipeline as it is served, one
message at a time.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent.resolve()
MODEL = PROJECT / "models" / "bijli.tar.gz"
_WARM_UP = "light nahi aa rahi"

sys.path.insert(0, str(PROJECT))

from evaluation.lines import BadLines, Line, read_lines  # noqa: E402
from evaluation.model import LanguageModel, train_on  # noqa: E402
from evaluation.scores import scores  # noqa: E402


def main(arguments: list[str]) -> int:
    """Measure and print; 0 when done, 2 when a file or the model cannot be used."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="labelled lines to measure on")
    parser.add_argument("--out", type=Path, help="write all figures there, as JSON")
    parser.add_argument("--train", type=Path, help="labelled lines to train on first")
    wanted = parser.parse_args(arguments)
    try:
        lines = read_lines(wanted.data)
        lessons = read_lines(wanted.train) if wanted.train else None
        figures = measure(lines, lessons)
        if wanted.out:
            wanted.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="ascii")
    except BadLines as error:
        print(f"evaluate: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"evaluate: {error} (no model yet? `make train` makes one)", file=sys.stderr)
        return 2
    print(summary(figures))
    return 0


def measure(lines: list[Line], lessons: list[Line] | None = None) -> dict[str, Any]:
    """The figures on `lines` of the model in place, or of one trained on `lessons`."""
    with tempfile.TemporaryDirectory(prefix="bijli-evaluate-") as folder:
        archive = MODEL
        if lessons is not None:
            archive = train_on(lessons, PROJECT / "config.yml", Path(folder))
        from serving import graph_runner

        graph_runner.apply()  # as it is served (serve.py)
        model = LanguageModel(archive)
        model.read(_WARM_UP)
        return scores(lines, [model.read(line.text) for line in lines])


def summary(figures: dict[str, Any]) -> str:
    """The figures as a few lines for a person."""
    rows = [("lines", figures["n"]), ("intent accuracy", figures["intent_accuracy"])]
    rows += [(f"  {variety}", share) for variety, share in figures["by_variety"].items()]
    rows += [
        ("entity F1", figures["entity_f1"]),
        *((f"  {name}", part["f1"]) for name, part in figures["by_entity"].items()),
        ("out-of-scope recall", figures["oos"]["recall"]),
        ("false rejection", figures["oos"]["false_rejection"]),
        ("hazard recall", figures["hazard_recall"]),
        ("CPU ms per message, p50", figures["ms_per_message"]["p50"]),
        ("CPU ms per message, p95", figures["ms_per_message"]["p95"]),
        ("errors", len(figures["errors"])),
    ]
    return "\n".join(f"{name:26} {'–' if figure is None else figure}" for name, figure in rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
