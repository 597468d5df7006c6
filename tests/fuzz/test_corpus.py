"""What fuzzing has found once is read for ever."""

from pathlib import Path

import pytest

from tests.fuzz.__main__ import CORPUS
from tests.fuzz.targets import TARGETS

FOUND = sorted(path for path in CORPUS.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_was_found_is_read_or_refused(path: Path) -> None:
    """Real messages from which fuzzing starts, and bytes that were a fault once."""
    TARGETS[path.parent.name](path.read_bytes())


def test_every_parser_is_fuzzed_from_something() -> None:
    """A target without a corpus would only meet brackets."""
    assert {path.parent.name for path in FOUND} == set(TARGETS)
