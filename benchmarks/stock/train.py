"""Trains the stock assistant (`assistant/`) unless the model of just these files is kept.

`python train.py`, in this folder's environment, prints the model's path. DIET, TED and UnexpecTED
take their hundred epochs each, so the model stays in `models/` under the fingerprint of what it
was made of; the words of the actions are no part of it.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent.resolve()
ASSISTANT = HERE / "assistant"
MODELS = HERE / "models"


def main() -> Path:
    """The path of the trained model. Raises CalledProcessError when Rasa cannot train it."""
    kept = MODELS / f"assistant-{_fingerprint()}.tar.gz"
    if not kept.exists():
        command = ["-m", "rasa", "train", "--config", "config.yml", "--domain", "domain"]
        where = ["--data", "data", "--out", str(MODELS), "--fixed-model-name", kept.name]
        # Its progress is shown on the error stream: the answer alone goes to the other.
        subprocess.run(
            [sys.executable, "-W", "ignore", *command, *where],
            cwd=ASSISTANT,
            check=True,
            stdout=sys.stderr,
        )
    return kept


def _fingerprint() -> str:
    made_of = [ASSISTANT / "config.yml", *sorted(ASSISTANT.glob("d*/*.yml"))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in made_of)).hexdigest()[:16]


if __name__ == "__main__":
    print(main())
