"""What is changed in Rasa for serving: it must be the Rasa that it was written for, and give
the same answers."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

NLU = Path(__file__).parents[2] / "nlu"
CHECKS = Path(__file__).with_name("serving_checks.py")
# Rasa 3.6.21 as it was read. A new Rasa changes these: read its code, then our change of it.
SHIPPED = {
    "MessageProcessor.handle_message": "0c41d4780d2d4676",
    "DaskGraphRunner.run": "45f0f52f574f3aa9",
    "configure_structlog": "80c9dcfa47c776b5",
    "MessageProcessor._parse_message_with_graph": "0bd50a53b5c013af",
    "MessageProcessor._run_prediction_loop": "cb30a0cbb690c571",
    "RulePolicy._predict": "f5182d8a10639e14",
    "DaskGraphRunner._build_dask_graph": "5bb99f974d512a36",
}


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What the checks printed."""
    ran = subprocess.run(
        [NLU / ".venv/bin/python", "-W", "ignore", CHECKS, NLU / "models" / "bijli.tar.gz"],
        cwd=NLU,
        check=True,
        capture_output=True,
        text=True,
    )
    printed: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return printed


def test_the_code_that_is_changed_is_the_code_that_was_read(found: dict[str, Any]) -> None:
    """A change of somebody else's code holds for that code alone."""
    assert found["shipped"] == SHIPPED


def test_a_turn_is_what_rasas_own_turn_was(found: dict[str, Any]) -> None:
    """For words and for every intent: the same answer, and the action server told of the same
    action, intent, entities and words; also when what an intent leads to is remembered."""
    assert found["same"]
    assert found["turns"] > 35
