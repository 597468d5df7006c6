"""The only caller of Rasa's HTTP API."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from bot.errors import RasaBusy, RasaGarbled, RasaUnreachable, TurnFailed
from bot.line import Line
from bot.metrics.figures import RASA_SECONDS
from bot.rasa import plain_json
from bot.rasa.turn import Turn, read_turn, spoken_after
from watching import tracing
from watching.tracing import Span
from wire import NoReply, Wire

PROBE_SECONDS = 5.0
STATUS_SECONDS = 2.0  # whoever probes the gateway waits for three
CONNECT_SECONDS = 2.0
# Rasa takes turns one after the other. Were it sent hundreds, each would run out of time while
# it works at others, and be asked again: it would work for nobody.
TURNS_AT_ONCE = 20


class Rasa:
    """One connection pool, kept open. Every call is bounded in time.

    `take_turn` and `past_turn` raise RasaUnreachable (no answer in time, refused, 5xx) and
    RasaGarbled (an answer without exactly one turn record: the action server failed).
    `take_turn` also raises RasaBusy.
    """

    def __init__(self, url: str, token: str | None, timeout_seconds: float) -> None:
        self._wire = Wire(
            url, {"Content-Type": "application/json"}, connect_seconds=CONNECT_SECONDS
        )
        self._query = "?" + urlencode({"token": token}) if token else ""
        self._timeout = timeout_seconds
        self._line = Line(TURNS_AT_ONCE)

    async def take_turn(
        self, message: str, metadata: dict[str, Any], *, hurried: bool = False
    ) -> Turn:
        """Let Rasa answer one message, named by the `inbox_id` of its metadata.

        Each message is a sender of its own, so that Rasa has nothing to read back: whatever a
        turn needs goes with it, and a turn costs the same however long people have talked.
        `hurried`: before all others that wait.
        """
        async with self._in_line(hurried=hurried):
            return await self._turn(metadata["inbox_id"], message, metadata, self._timeout)

    async def past_turn(self, inbox_id: str) -> Turn | None:
        """The turn that this message already had, found in Rasa's tracker; None: it had none."""
        path = f"/conversations/{quote(inbox_id, safe=':')}/tracker"
        tracker = await self._json(self._timeout, "GET", path)
        events = tracker.get("events") if isinstance(tracker, dict) else None
        if not isinstance(events, list):
            raise RasaGarbled("a tracker without events")
        try:
            return read_turn(spoken_after(inbox_id, events))
        except RasaGarbled:
            # It was understood, but the action server failed: it has to be asked again.
            return None

    async def names_in(self, text: str) -> list[tuple[int, int]]:
        """Where names of people stand in a text: (start, end) of each. Raises RasaUnreachable,
        RasaGarbled and RasaBusy."""
        async with self._in_line(hurried=False):
            answer = await self._json(self._timeout, "POST", "/model/parse", {"text": text})
        try:
            return [
                (int(one["start"]), int(one["end"]))
                for one in answer["entities"]
                if one["entity"] == "person_name"
            ]
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise RasaGarbled("no entities") from error

    async def finishes_turns(self) -> bool:
        """Whether Rasa and the action server answer a simple greeting of nobody's now."""
        sender = f"probe:{uuid4().hex}"
        metadata = {"inbox_id": sender, "channel": "probe", "language": "en", "payload": True}
        try:
            await self._turn(
                sender, "/greet", metadata | {"draft": None, "known": {}}, PROBE_SECONDS
            )
        except TurnFailed:
            return False
        return True

    async def is_up(self) -> bool:
        """Whether Rasa answers at all, with a model loaded."""
        try:
            status = await self._json(STATUS_SECONDS, "GET", "/status")
        except TurnFailed:
            return False
        return isinstance(status, dict) and bool(status.get("model_file"))

    async def close(self) -> None:
        """Close the connections."""
        await self._wire.aclose()

    @asynccontextmanager
    async def _in_line(self, *, hurried: bool) -> AsyncIterator[None]:
        async with AsyncExitStack() as place:
            try:
                async with asyncio.timeout(self._timeout):
                    await place.enter_async_context(self._line.turn(hurried=hurried))
            except TimeoutError as error:
                raise RasaBusy(f"no place in line within {self._timeout} s") from error
            yield

    async def _turn(
        self, sender: str, message: str, metadata: dict[str, Any], seconds: float
    ) -> Turn:
        with Span("rasa"), RASA_SECONDS.time():
            told = metadata | {tracing.HEADER: tracing.traceparent()}
            body = {"sender": sender, "message": message, "metadata": told}
            answer = await self._json(seconds, "POST", "/webhooks/rest/webhook", body)
        if not isinstance(answer, list):
            raise RasaGarbled("not a list of bubbles")
        return read_turn([part.get("custom") for part in answer if isinstance(part, dict)])

    async def _json(self, seconds: float, method: str, path: str, body: Any = None) -> Any:
        content = b"" if body is None else json.dumps(body).encode()
        try:
            async with asyncio.timeout(seconds):
                status, content = await self._wire.call(
                    method, path + self._query, {}, content, patience=seconds
                )
        except (NoReply, TimeoutError) as error:
            raise RasaUnreachable(str(error) or type(error).__name__) from error
        if status >= 500:
            raise RasaUnreachable(f"status {status}")
        if status != 200:
            raise RasaGarbled(f"status {status}")
        try:
            return plain_json.read(content)
        except ValueError as error:
            raise RasaGarbled("not JSON") from error
