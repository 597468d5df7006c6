"""The real product as tests see it: parts can be ended and come back."""

import httpx
import pytest

from launch.stack import Stack

PARTS = ["backend", "actions", "rasa", "gateway"]


def test_every_part_of_a_stack_is_ready(stack: Stack) -> None:
    """The addresses that a stack gives lead to its own parts."""
    addresses = (stack.url, stack.backend_url, stack.rasa_url, stack.actions_url)
    for address in addresses:
        assert httpx.get(f"{address}/health/live").is_success
        assert httpx.get(f"{address}/health/ready").is_success
    told = httpx.get(f"{stack.rasa_url}/status", params={"token": stack.rasa_token})
    assert told.json()["model_file"]


@pytest.mark.parametrize("part", PARTS)
def test_a_killed_part_comes_back_by_itself(stack: Stack, part: str) -> None:
    """Another process has taken its place, and the whole is ready again."""
    before = stack.pids()[part]
    stack.kill(part)
    stack.wait_ready()
    assert stack.pids()[part] not in (0, before)


def test_a_stopped_part_stays_away_until_it_is_started(stack: Stack) -> None:
    """So that a test can see what the others do without it."""
    stack.stop("backend")
    assert stack.pids()["backend"] == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{stack.backend_url}/health/ready")
    stack.start("backend")
    assert httpx.get(f"{stack.backend_url}/health/ready").is_success
