"""The action server is told the latest message, in one call, and answers in bubbles.

Rasa sends the whole tracker and the whole domain, opens a connection for each call, waits 300
seconds and checks the answer against a schema of all events, which costs more than everything
else in a turn together. What the action server answers is our own: a wrong shape still fails the
turn, in the gateway (`bot/rasa/turn.py`).
"""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

import rasa
import ujson
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

from serving import settings
from serving.metrics import timed
from watching import access
from wire import NoReply, Wire

#: Longer than the action server waits for the backend, shorter than the gateway waits for us.
SECONDS = 15.0
CONNECT_SECONDS = 2.0

_wires: dict[tuple[asyncio.AbstractEventLoop, str], Wire] = {}


async def answer(
    endpoint: EndpointConfig | None, action: str, sender: str, message: dict[str, Any]
) -> list[Any]:
    """What `action` says to `message`: the custom JSON of each bubble. Raises RasaException."""
    if endpoint is None:
        raise RasaException("no action server is configured in endpoints.yml")
    asked = {
        "next_action": action,
        "sender_id": sender,
        "tracker": {"sender_id": sender, "latest_message": message},
        "domain": {},
        "version": rasa.__version__,
    }
    try:
        with timed():
            told = await _ask(endpoint, ujson.dumps(asked).encode())
        answered = ujson.loads(told)
    except ValueError as error:
        raise RasaException("the action server answered something else than JSON") from error
    responses = answered.get("responses") if isinstance(answered, dict) else None
    if not isinstance(responses, list):
        raise RasaException("the action server answered something else than responses")
    return [one.get("custom") for one in responses if isinstance(one, dict)]


async def _ask(endpoint: EndpointConfig, asked: bytes) -> bytes:
    place = (asyncio.get_running_loop(), endpoint.url)
    if place not in _wires:
        headers = {"Content-Type": "application/json", **endpoint.headers}
        headers |= access.bearer(settings.actions_token())
        _wires[place] = Wire(endpoint.url, headers, connect_seconds=CONNECT_SECONDS)
    query = urlencode(endpoint.combine_parameters())
    target = f"?{query}" if query else ""
    try:
        reply = await _wires[place].call("POST", target, {}, asked, patience=SECONDS)
    except NoReply as error:
        raise RasaException(f"the action server failed: {error}") from error
    if reply.status != 200:
        raise RasaException(f"the action server failed: status {reply.status}")
    return reply.content
