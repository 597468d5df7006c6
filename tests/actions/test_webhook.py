"""Rasa's calls of the action server, a process of its own: what is asked is answered, and what
fails quotes nobody."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.serving import free_port

TOKEN = "a-token-for-the-tests-of-the-webhook"
START_SECONDS = 60


@pytest.fixture(scope="module")
def rasa() -> Iterator[httpx.Client]:
    """Rasa's side of the wire to a server that runs."""
    port = free_port()
    told = {"ACTIONS_PORT": str(port), "ACTIONS_TOKEN": TOKEN, "BACKEND_API_KEY": "k" * 40}
    server = subprocess.Popen([sys.executable, "-m", "actions"], env={**os.environ, **told})
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=20) as client:
        _wait_for(client, server)
        yield client
    server.terminate()
    server.wait(START_SECONDS)


def _wait_for(client: httpx.Client, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            client.get("/health/ready").raise_for_status()
            return
        except httpx.TransportError:
            time.sleep(0.02)
    pytest.fail("the action server does not come up")


def call(action: str = "action_answer", **metadata: Any) -> dict[str, Any]:
    """What Rasa sends for a tap on "hello", as far as anybody reads it."""
    message = {
        "text": "/greet",
        "intent": {"name": "greet", "confidence": 1.0},
        "metadata": {"inbox_id": "m1", "language": "en", "payload": True, **metadata},
    }
    return {"next_action": action, "tracker": {"sender_id": "m1", "latest_message": message}}


@pytest.mark.parametrize("action", ["action_answer", "errand_form"])
def test_the_words_and_the_turn_go_back_in_the_shape_of_rasa_sdk(
    rasa: httpx.Client, action: str
) -> None:
    """The record of the turn comes last."""
    answer = rasa.post("/webhook", json=call(action))
    assert answer.status_code == 200
    first, *_, last = [one["custom"] for one in answer.json()["responses"]]
    assert (first["say"], list(last)) == ("answer.greet", ["turn"])
    assert all(one["event"] == "active_loop" for one in answer.json()["events"])


def test_an_action_that_is_not_here_is_not_found(rasa: httpx.Client) -> None:
    """A domain that is newer than this server."""
    assert rasa.post("/webhook", json=call("other")).status_code == 404


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"next_action": "a"}', b"\xff"])
def test_what_is_no_call_is_refused(rasa: httpx.Client, body: bytes) -> None:
    """Never a server error."""
    assert rasa.post("/webhook", content=body).status_code == 400


def test_a_failure_is_bare(rasa: httpx.Client) -> None:
    """rasa-sdk's own server would send the message and the error back."""
    answer = rasa.post("/webhook", json=call(draft={"of another version": "9415000001"}))
    assert answer.status_code == 500
    assert "9415000001" not in answer.text and "version" not in answer.text


@pytest.mark.parametrize("path", ["/webhook", "/actions"])
def test_without_the_token_nothing_is_run(rasa: httpx.Client, path: str) -> None:
    """Neither is it said what there is."""
    stranger = {"Authorization": "Bearer x"}
    assert rasa.post(path, json=call(), headers=stranger).status_code == 401
