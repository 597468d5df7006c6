"""Trains stock Rasa and measures it as our own model is measured.

`python measure.py LESSONS LINES OUT`, in this folder's environment: `config.yml` is trained on
LESSONS, its figures on LINES go to OUT; all in the form of `make evaluate`. The model is kept
in `models/` under the fingerprint of what it was made of, for DIET takes its time.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent.resolve()
CONFIG = HERE / "config.yml"
_WARM_UP = 20

# The measuring is the same code as for our model.
sys.path.insert(0, str(HERE.parents[1] / "nlu"))

from evaluation.lines import read_lines  # type: ignore[import-not-found]  # noqa: E402
from evaluation.model import LanguageModel, train_on  # type: ignore[import-not-found]  # noqa: E402
from evaluation.scores import scores  # type: ignore[import-not-found]  # noqa: E402


def main(lessons: Path, wanted: Path, out: Path) -> None:
    """Measure on the lines of `wanted`, after training where that is needed."""
    model = LanguageModel(_trained(lessons))
    lines = read_lines(wanted)
    for line in lines[:_WARM_UP]:
        model.read(line.text)
    figures = scores(lines, [model.read(line.text) for line in lines])
    out.write_text(json.dumps(figures, indent=1) + "\n", encoding="ascii")


def _trained(lessons: Path) -> Path:
    made_of = hashlib.sha256(lessons.read_bytes() + CONFIG.read_bytes()).hexdigest()
    kept = HERE / "models" / f"{made_of[:16]}.tar.gz"
    if not kept.exists():
        kept.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="stock-") as folder:
            shutil.move(train_on(read_lines(lessons), CONFIG, Path(folder)), kept)
    return kept


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
