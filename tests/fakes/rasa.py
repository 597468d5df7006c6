"""Rasa as the gateway sees it on the wire, with an action server that can be told to fail.

Keeps trackers in memory as Rasa does, and every request, so that a test can count turns.
"""

import asyncio
import re
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

Script = Callable[[str, dict[str, Any]], list[dict[str, Any]]]


def bubble(
    say: str,
    args: dict[str, Any] | None = None,
    choices: list[dict[str, Any]] | None = None,
    expects: str | None = None,
) -> dict[str, Any]:
    """One bubble as the action server writes it."""
    return {"say": say, "args": args or {}, "choices": choices or [], "expects": expects}


def record(**kept: Any) -> dict[str, Any]:
    """The turn record."""
    return {"turn": {"draft": None, "known": {}, "references": [], "language": None} | kept}


def echo(message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
    """Says what it was told, and remembers how many turns it was given."""
    turns = metadata["known"].get("turns", 0) + 1
    return [bubble("test.echo", {"said": message}), record(known={"turns": turns})]


class FakeRasa:
    """`script` makes the custom JSON of a turn; `broken` replaces Rasa's answer as a whole;
    `names` are those that it knows for names of people."""

    def __init__(self) -> None:
        self.script: Script = echo
        self.broken: Response | None = None
        self.held: asyncio.Event | None = None
        self.reached = asyncio.Event()
        self.asked: list[dict[str, Any]] = []
        self.trackers: dict[str, list[dict[str, Any]]] = {}
        self.names: tuple[str, ...] = ()
        self.app = FastAPI()
        self.app.post("/webhooks/rest/webhook")(self._webhook)
        self.app.get("/conversations/{sender:path}/tracker")(self._tracker)
        self.app.get("/status")(self._status)
        self.app.post("/model/parse")(self._parse)

    def messages(self) -> list[str]:
        """What was asked, the gateway's own probes left out."""
        return [body["message"] for body in self.asked if not _is_probe(body)]

    async def was_asked(self, times: int) -> None:
        """Wait until so many turns were asked for."""
        while len(self.asked) < times:
            self.reached.clear()
            await self.reached.wait()

    async def _webhook(self, request: Request) -> Response:
        body = await request.json()
        self.asked.append(body)
        self.reached.set()
        if self.held and not _is_probe(body):
            await self.held.wait()
        if self.broken is not None:
            return self.broken
        spoken = echo if _is_probe(body) else self.script
        customs = spoken(body["message"], body["metadata"])
        events = self.trackers.setdefault(body["sender"], [])
        events.append({"event": "user", "text": body["message"], "metadata": body["metadata"]})
        events.extend({"event": "bot", "data": {"custom": custom}} for custom in customs)
        return JSONResponse(
            [{"recipient_id": body["sender"], "custom": custom} for custom in customs]
        )

    async def _tracker(self, sender: str) -> Response:
        if self.broken is not None:
            return self.broken
        return JSONResponse({"sender_id": sender, "events": self.trackers.get(sender, [])})

    async def _parse(self, request: Request) -> Response:
        text = (await request.json())["text"]
        entities = [span for name in self.names for span in _spans(text, name)]
        return self.broken or JSONResponse({"text": text, "entities": entities})

    async def _status(self) -> Response:
        return self.broken or JSONResponse({"model_file": "models/bijli.tar.gz"})


def _spans(text: str, word: str) -> list[dict[str, Any]]:
    found = re.finditer(re.escape(word), text)
    return [{"entity": "person_name", "start": one.start(), "end": one.end()} for one in found]


def _is_probe(body: dict[str, Any]) -> bool:
    return bool(body["metadata"].get("channel") == "probe")


NOT_JSON = PlainTextResponse("<html>proxy</html>")
SILENT: Script = lambda _message, _metadata: []  # noqa: E731 (the action server is down)
