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
from serving.connection import Address, CallFailed
from serving.metrics import timed
from watching import access

#: Longer than the action server waits for the backend, shorter than the gateway waits for us.
SECONDS = 15.0

_addresses: dict[tuple[asyncio.AbstractEventLoop, str], Address] = {}


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
            told = await _address(endpoint).post(ujson.dumps(asked).encode())
        answered = ujson.loads(told)
    except CallFailed as error:
        raise RasaException(f"the action server failed: {error}") from error
    except ValueError as error:
        raise RasaException("the action server answered something else than JSON") from error
    responses = answered.get("responses") if isinstance(answered, dict) else None
    if not isinstance(responses, list):
        raise RasaException("the action server answered something else than responses")
    return [one.get("custom") for one in responses if isinstance(one, dict)]


def _address(endpoint: EndpointConfig) -> Address:
    place = (asyncio.get_running_loop(), endpoint.url)
    if place not in _addresses:
        query = urlencode(endpoint.combine_parameters())
        headers = endpoint.headers | access.bearer(settings.actions_token())
        url = f"{endpoint.url}?{query}" if query else endpoint.url
        _addresses[place] = Address(url, headers, SECONDS)
    return _addresses[place]
