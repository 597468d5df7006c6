"""A call of the action server with what it reads, over a connection that is kept.

Rasa sends the whole tracker and the whole domain, opens a connection for each call, waits 300
seconds and checks the answer against a schema of all events, which costs more than everything
else in a turn together. Our action server is told the latest message, and what it answers is
our own: a wrong shape still fails the turn, in the gateway (`bot/rasa/turn.py`).
"""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import rasa
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException

from serving import settings
from serving.metrics import timed
from watching import access, tracing
from watching.tracing import Span

#: Longer than the action server waits for the backend, shorter than the gateway waits for us.
SECONDS = 15.0
CONNECT_SECONDS = 2.0

_sessions: dict[asyncio.AbstractEventLoop, aiohttp.ClientSession] = {}


def apply() -> None:
    """Replace `RemoteAction.run`, for custom actions alone."""
    RemoteAction.run = _run


async def _run(
    self: RemoteAction,
    output_channel: Any,
    nlg: Any,
    tracker: DialogueStateTracker,
    _domain: Any,
) -> list[Any]:
    """Bot messages, then the events that the action server returned. Raises RasaException."""
    message = tracker.latest_message
    sent = message.metadata or {}
    with Span("action", sent.get(tracing.HEADER)), timed():
        told = {**message.parse_data, "metadata": sent | {tracing.HEADER: tracing.traceparent()}}
        body = {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "tracker": {"sender_id": tracker.sender_id, "latest_message": told},
            "domain": {},
            "version": rasa.__version__,
        }
        answer = await _answer(self, body)
    said = await self._utter_responses(answer["responses"], output_channel, nlg, tracker)
    return [*said, *deserialise_events(answer["events"])]


async def _answer(action: RemoteAction, body: dict[str, Any]) -> dict[str, Any]:
    endpoint = action.action_endpoint
    if endpoint is None:
        raise RasaException("no action server is configured in endpoints.yml")
    try:
        async with _session().post(
            endpoint.url,
            json=body,
            params=endpoint.combine_parameters(),
            headers=endpoint.headers | access.bearer(settings.actions_token()),
        ) as response:
            response.raise_for_status()
            answer = await response.json()
    except (aiohttp.ClientError, asyncio.TimeoutError) as error:  # noqa: UP041 - two in 3.10
        raise RasaException(f"the action server failed: {type(error).__name__}") from error
    if not (isinstance(answer, dict) and {"events", "responses"} <= answer.keys()):
        raise RasaException("the action server answered something else than events and responses")
    return answer


def _session() -> aiohttp.ClientSession:
    loop = asyncio.get_running_loop()
    if loop not in _sessions:
        timeout = aiohttp.ClientTimeout(total=SECONDS, sock_connect=CONNECT_SECONDS)
        _sessions[loop] = aiohttp.ClientSession(
            timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
        )
    return _sessions[loop]
