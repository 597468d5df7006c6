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
    "FailSafeTrackerStore.get_or_create_tracker": "0b08ab42bd97ab21",
    "MessageProcessor.get_tracker": "a62e1aad7734c717",
    "MessageProcessor._check_for_unseen_features": "286ab49de966bc0e",
    "RulePolicy._get_possible_keys": "2915fd81711e194c",
    "RemoteAction.run": "ccabf6f1160d527a",
    "RemoteAction._utter_responses": "7a3bd35c97900bf6",
    "DaskGraphRunner.run": "45f0f52f574f3aa9",
    "DaskGraphRunner._build_dask_graph": "5bb99f974d512a36",
    "Event.resolve_by_type": "b5cf570fa7f286c7",
    "configure_structlog": "80c9dcfa47c776b5",
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


def test_what_is_not_copied_was_copied_for_log_lines_alone(found: dict[str, Any]) -> None:
    """Else a state could be changed by whoever looks at it."""
    assert found["logs_only"]


def test_the_changed_code_gives_what_rasas_own_gave(found: dict[str, Any]) -> None:
    """The same intents and entities, the same action for each of them, also when it is asked for
    again, the same class for every event."""
    assert found["same"]
