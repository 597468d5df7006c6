"""An SMS provider in India as a business sees it on the wire.

Keeps the operators' DLT filter: an SMS that is not, character for character, a registered text
of this entity and header is taken and then dropped, as in life.
"""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import yaml
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

KEY = "sms-test-key"
HEADER = "BIJLIS"
ENTITY = "1101234567890123456"
HOOK_SECRET = "hook-test-secret"
OTP_SECRET = "otp-test-key"
PATIENCE = 30
Sent = dict[str, Any]

# The SMS is taken, and the answer to whoever sent it is lost on the way.
LOST_ANSWER = PlainTextResponse("upstream timed out", 504)


def refusal(code: str, status: int = 400) -> JSONResponse:
    """An error as this provider writes it."""
    return JSONResponse({"code": code}, status)


def code_in(sms: Sent) -> str:
    """The one-time code that an SMS shows."""
    found = re.search(r"\b[0-9]{6}\b", sms["text"])
    assert found
    return found[0]


def register(packaged: Path, path: Path, *languages: str) -> Path:
    """What an operator does after the portal has approved the texts: put the ids in."""
    texts = yaml.safe_load(packaged.read_text(encoding="utf-8"))
    number = 1_107_000_000_000_000_000
    for entry in texts.values():
        for language in languages or ("hi", "hi-Latn", "en"):
            number += 1
            entry["id"][language] = str(number)
    path.write_text(yaml.safe_dump(texts, allow_unicode=True), encoding="utf-8")
    return path


class FakeSms:
    """`refusals` are given, one each, to the next SMS; `telephones` hold what arrived."""

    def __init__(self) -> None:
        self.registered: dict[str, str] = {}
        self.refusals: list[Response] = []
        self.tried: list[Sent] = []
        self.taken: list[Sent] = []
        self.dropped: list[Sent] = []
        self.url = ""
        self.webhook = ""
        self._changed = asyncio.Condition()
        self.app = FastAPI()
        self.app.post("/send")(self._send)

    def knows(self, templates: Path) -> None:
        """The operators' registry holds these templates."""
        entries = yaml.safe_load(templates.read_text(encoding="utf-8")).values()
        self.registered = {
            number: entry["text"][language]
            for entry in entries
            for language, number in entry["id"].items()
            if number
        }

    async def has_taken(self, count: int) -> list[Sent]:
        """Wait until so many SMS were taken."""
        await self._until(lambda: len(self.taken) >= count)
        return self.taken

    async def reached(self, mobile_number: str, count: int) -> Sent:
        """Wait for the `count`-th SMS to a telephone (ten digits)."""

        def on_it() -> list[Sent]:
            return [sms for sms in self.taken if sms["to"] == f"91{mobile_number}"]

        await self._until(lambda: len(on_it()) >= count)
        return on_it()[count - 1]

    async def was_asked(self, count: int) -> None:
        """Wait until the gateway has tried so often."""
        await self._until(lambda: len(self.tried) >= count)

    async def code(self, count: int = 1) -> str:
        """The one-time code that the telephone shows after so many SMS."""
        return code_in((await self.has_taken(count))[count - 1])

    async def reports(self, sms: Sent, status: str, **other: Any) -> int:
        """What became of an SMS; gives the gateway's status code."""
        told = {"message_id": sms["id"], "reference": sms["reference"], "status": status} | other
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            return (await client.post(self.webhook, json=told)).status_code

    async def _until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(reached)

    async def _send(self, request: Request) -> Response:
        body = await request.json()
        async with self._changed:
            self.tried.append(body)
            answer = self._answer(request, body)
            self._changed.notify_all()
        return answer

    def _answer(self, request: Request, body: Sent) -> Response:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return refusal("bad_key", 401)
        refused = self.refusals.pop(0) if self.refusals else None
        if refused is not None and refused is not LOST_ANSWER:
            return refused
        if not re.fullmatch(r"91[6-9][0-9]{9}", body["to"]):
            return refusal("bad_number")
        sms = body | {"id": f"sms-{len(self.taken) + 1}"}
        self.taken.append(sms)
        if not self._passes(body):
            self.dropped.append(sms)
        return refused or JSONResponse({"message_id": sms["id"]})

    def _passes(self, body: Sent) -> bool:
        """The filter: header, entity, and the registered text with up to 30 letters a place."""
        text = self.registered.get(body["template_id"], "")
        fixed = [re.escape(part) for part in re.split(r"\{#\w+#\}", text)]
        return (
            (body["sender"], body["entity_id"]) == (HEADER, ENTITY)
            and bool(text)
            and re.fullmatch(".{1,30}".join(fixed), body["text"]) is not None
        )
