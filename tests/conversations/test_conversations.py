"""Whole conversations through the real processes, each as its file tells it."""

from pathlib import Path

import pytest

from launch.conversation import files, load
from launch.play import play
from launch.records import Records
from launch.stack import Stack

FILES = files(Path(__file__).parent)


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_conversation_goes_as_its_file_says(path: Path, stack: Stack, records: Records) -> None:
    """Each turn is answered as stated, and the backend holds the records afterwards."""
    outcome = play(load(path), url=stack.url, records=records)
    assert not outcome.complaints, f"{path.name}: " + "\n".join(outcome.complaints)
