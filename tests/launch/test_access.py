"""The parts inside answer their own callers only, and nobody from another machine."""

import httpx
import psutil
import pytest

from launch.processes import tree
from launch.stack import Stack

ASKED = [
    ("rasa", "POST", "/webhooks/rest/webhook"),
    ("rasa", "GET", "/status"),
    ("rasa", "GET", "/conversations/somebody/tracker"),
    ("rasa", "POST", "/model/parse"),
    ("actions", "POST", "/webhook"),
    ("actions", "GET", "/actions"),
]
WRONG = [{}, {"token": ""}, {"token": "wrong"}, {"token": "\u0939"}]


def address(stack: Stack, part: str, path: str) -> str:
    """Where a part answers."""
    return {"rasa": stack.rasa_url, "actions": stack.actions_url}[part] + path


@pytest.mark.parametrize(("part", "method", "path"), ASKED)
@pytest.mark.parametrize("query", WRONG, ids=["none", "empty", "wrong", "strange"])
def test_a_stranger_is_refused(
    stack: Stack, part: str, method: str, path: str, query: dict[str, str]
) -> None:
    """Whatever is asked, with whatever token."""
    headers = {"Authorization": f"Bearer x{query['token'].encode().hex()}"} if query else {}
    body = {"sender": "somebody", "message": "/greet", "next_action": "action_answer"}
    answer = httpx.request(
        method, address(stack, part, path), params=query, headers=headers, json=body, timeout=60
    )
    assert answer.status_code == 401
    assert answer.json() == {"status": "not allowed"}


@pytest.mark.parametrize("part", ["rasa", "actions"])
@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_is_told_to_the_platform(stack: Stack, part: str, path: str) -> None:
    """It holds no token, and hears nothing but whether the part is well."""
    assert httpx.get(address(stack, part, path), timeout=60).json() == {"status": "ok"}


def test_no_part_listens_to_another_machine(stack: Stack) -> None:
    """Where nobody says otherwise, each is bound to this one."""
    pids = [process.pid for pid in stack.pids().values() for process in tree(pid)]
    listening = [
        connection.laddr[0]
        for connection in psutil.net_connections("inet")
        if connection.pid in pids and connection.status == psutil.CONN_LISTEN and connection.laddr
    ]
    assert listening
    assert set(listening) == {"127.0.0.1"}
