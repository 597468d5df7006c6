"""Train the model when what it is made of changed: `python train.py`, from this folder.

Writes `models/bijli.tar.gz` and beside it `models/bijli.sha256`, the fingerprint of its
inputs. The old model stays in place until the new one is complete. `--force` trains anyway.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).parent.resolve()
MODEL = PROJECT / "models" / "bijli.tar.gz"
FINGERPRINT = MODEL.with_name("bijli.sha256")
_INPUT_FOLDERS = ("components", "data", "domain")
_INPUT_FILES = ("config.yml", "uv.lock", "train.py")
_INPUT_KINDS = {".py", ".yml", ".tsv", ".npz"}


def main(arguments: list[str]) -> int:
    """Train if needed; 0 when `models/bijli.tar.gz` is up to date afterwards."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--force", action="store_true", help="train even if nothing changed")
    force = parser.parse_args(arguments).force
    fingerprint = fingerprint_of_inputs()
    if not force and is_current(fingerprint):
        print("model: up to date")
        return 0
    progress = Progress()
    progress.say("model: its inputs changed; training (about a minute)")
    with tempfile.TemporaryDirectory(dir=_models_folder()) as folder:
        trained = _train(Path(folder), progress)
        # The fingerprint goes first and comes last: a crash in between means training again.
        FINGERPRINT.unlink(missing_ok=True)
        trained.replace(MODEL)
    FINGERPRINT.write_text(fingerprint + "\n", encoding="ascii")
    progress.say(f"model: ready, {MODEL.stat().st_size / 1e6:.1f} MB, {MODEL}")
    return 0


def fingerprint_of_inputs() -> str:
    """SHA-256 over names and contents of everything that the model is made of."""
    digest = hashlib.sha256()
    for path in _inputs():
        digest.update(str(path.relative_to(PROJECT)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_current(fingerprint: str) -> bool:
    """True if the model in place was trained from inputs with this fingerprint."""
    if not MODEL.exists() or not FINGERPRINT.exists():
        return False
    return FINGERPRINT.read_text(encoding="ascii").strip() == fingerprint


class Progress(logging.Handler):
    """Tells on standard output what is being trained, with the seconds since the start."""

    def __init__(self) -> None:
        """Start the clock and listen to Rasa's training hooks."""
        super().__init__(logging.INFO)
        self._began = time.monotonic()
        hooks = logging.getLogger("rasa.engine.training.hooks")
        hooks.setLevel(logging.INFO)
        hooks.propagate = False
        hooks.addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """One line for one step of the training."""
        self.say(f"  {record.getMessage()}")

    def say(self, sentence: str) -> None:
        """Print `sentence` with the elapsed time, at once."""
        print(f"[{time.monotonic() - self._began:5.1f} s] {sentence}", flush=True)


def _inputs() -> Iterator[Path]:
    for name in _INPUT_FILES:
        yield PROJECT / name
    for folder in _INPUT_FOLDERS:
        for path in sorted((PROJECT / folder).rglob("*")):
            if path.suffix in _INPUT_KINDS and path.is_file():
                yield path


def _models_folder() -> Path:
    MODEL.parent.mkdir(exist_ok=True)
    return MODEL.parent


def _train(folder: Path, progress: Progress) -> Path:
    # Imported here, because importing Rasa takes ten seconds and most runs need no training.
    # Its old libraries warn about each other on every start; nobody here can act on that.
    warnings.simplefilter("ignore")
    from rasa.model_training import train
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.WARNING)
    progress.say("  Rasa is loaded; reading the training lines")
    result = train(
        domain=str(PROJECT / "domain"),
        config=str(PROJECT / "config.yml"),
        training_files=[str(PROJECT / "data")],
        output=str(folder),
        fixed_model_name=MODEL.name,
    )
    if result.code != 0 or result.model is None:
        raise SystemExit("model: training failed; the old model, if any, is still in place")
    return Path(result.model)


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT))
    sys.exit(main(sys.argv[1:]))
