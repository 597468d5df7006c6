"""One call of the action server: whatever the server does, an answer or one clear failure."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

NLU = Path(__file__).parents[2] / "nlu"
CHECKS = Path(__file__).with_name("connection_checks.py")


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What the checks printed."""
    ran = subprocess.run(
        [NLU / ".venv/bin/python", "-W", "ignore", CHECKS],
        cwd=NLU,
        check=True,
        capture_output=True,
        text=True,
    )
    printed: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return printed


def test_a_connection_is_kept_for_the_next_call(found: dict[str, Any]) -> None:
    """Also where the answer comes in pieces; five calls at once have five."""
    assert found["good"] == [["[]", "[]"], 1]
    assert found["chunked"] == [["[]", "[]"], 1]
    assert found["five"] == [["[]"] * 5, 5]


def test_the_request_is_the_one_that_was_meant(found: dict[str, Any]) -> None:
    """Token, length in bytes, and the body as it was given."""
    head, whole = found["request"]
    first, *lines = head.rstrip().split("\r\n")
    assert first == "POST /webhook?token=t HTTP/1.1"
    assert {"Authorization: Bearer a", "Content-Type: application/json"} < set(lines)
    assert whole


@pytest.mark.parametrize("server", ["closing", "more than asked"])
def test_a_connection_that_may_not_be_used_again_is_not(found: dict[str, Any], server: str) -> None:
    """What stood in it would be read as the answer to somebody else."""
    assert found[server] == [["[]", "[]"], 2]


@pytest.mark.parametrize(
    ("server", "why"),
    [
        ("failing", "status 500"),
        ("elsewhere", "status 302"),
        ("no HTTP", "no HTTP"),
        ("endless", "a longer answer than any turn has"),
        ("silent", "no answer in time"),
        ("half", "closed before the answer's end"),
    ],
)
def test_a_server_that_fails_is_named_and_left(
    found: dict[str, Any], server: str, why: str
) -> None:
    """Nothing is followed, read for ever or waited for; the next call has a new connection."""
    assert found[server] == [[f"failed: {why}"] * 2, 2]


def test_nobody_there_is_a_failure_like_any_other(found: dict[str, Any]) -> None:
    """The turn fails, and the gateway asks again."""
    assert found["nobody"] == ["failed: ConnectionRefusedError"] * 2
