"""Meta's side over HTTP: takes letters and marks, gives files, posts signed notices."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from tests.fakes.whatsapp.files import Files
from tests.fakes.whatsapp.limits import fault_of
from tests.fakes.whatsapp.names import ASHA, NUMBER, TOKEN
from tests.fakes.whatsapp.notices import notice, signed
from tests.fakes.whatsapp.people import People
from tests.fakes.whatsapp.reading import Sent, as_seen
from tests.fakes.whatsapp.templates import Templates

PATIENCE = 30
WINDOW = timedelta(hours=24)


def refusal(code: int, status: int = 400, subcode: int | None = None) -> JSONResponse:
    """An error as Meta writes it."""
    error = {"message": f"(#{code}) no", "type": "OAuthException", "code": code}
    return JSONResponse({"error": error | {"error_subcode": subcode}}, status)


# The message is taken, and the answer to whoever sent it is lost on the way.
LOST_ANSWER = PlainTextResponse("upstream timed out", 504)


class FakeWhatsApp:
    """`refusals` are given, one each, to the next letters; `blocked` people refuse them all.

    `held`, while it is set to an event that is not, lets letters wait; `marks` are the ids of
    messages that were shown as read, with whether somebody seemed to write; `marks_fail` lets
    Meta answer to them with an error.
    """

    def __init__(self) -> None:
        self.webhook = ""
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.sent: list[Sent] = []
        self.marks: list[tuple[str, bool]] = []
        self.marks_fail = False
        self.tried = 0
        self.refusals: list[Response] = []
        self.blocked: set[str] = set()
        self.held: asyncio.Event | None = None
        self.files = Files(lambda: self.clock())
        self.people = People(lambda: self.clock(), self.files)
        self.templates = Templates()
        self._changed = asyncio.Condition()
        self._client = httpx.AsyncClient(timeout=PATIENCE)
        self.app = FastAPI()
        self.app.post("/v23.0/{number}/messages")(self._send)
        self.app.get("/v23.0/{media_id}")(self._address)
        self.app.get("/files/{media_id}")(self._read)

    def message(self, phone: str | None = ASHA, **content: Any) -> dict[str, Any]:
        """A message with an id of its own; `phone=None` and `from_user_id` for a username."""
        return self.people.message(phone, **content)

    async def writes(self, text: str, phone: str | None = ASHA, **other: Any) -> dict[str, Any]:
        """A person sends words, and the gateway takes them."""
        return await self.brings(self.people.words(text, phone, **other))

    async def taps(self, button: dict[str, Any], phone: str = ASHA) -> None:
        """A person taps a button or a row that was sent."""
        await self.brings(self.people.tap(button, phone))

    async def brings(self, message: dict[str, Any]) -> dict[str, Any]:
        """A message of its own delivery, which the gateway takes."""
        assert (await self.notifies(message)).status_code == 200
        return message

    async def notifies(self, *messages: dict[str, Any]) -> httpx.Response:
        """One delivery, one change with all the messages in it."""
        return await self.posts(notice({"messages": list(messages)}))

    async def reports(self, sent: Sent, status: str, **other: Any) -> None:
        """What became of a message."""
        told = {"id": sent["id"], "status": status, "timestamp": "1", "recipient_id": sent["to"]}
        told["biz_opaque_callback_data"] = sent["mark"]
        assert (await self.posts(notice({"statuses": [told | other]}))).status_code == 200

    async def posts(
        self, body: dict[str, Any] | bytes, signature: str | None = None
    ) -> httpx.Response:
        """A delivery of these bytes, signed unless another signature is given."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"X-Hub-Signature-256": signed(raw) if signature is None else signature}
        return await self._client.post(self.webhook, content=raw, headers=headers)

    async def has_sent(self, count: int) -> list[Sent]:
        """Wait until so many messages were taken from the gateway."""
        await self._until(lambda: len(self.sent) >= count)
        return self.sent

    async def was_asked(self, count: int) -> None:
        """Wait until the gateway has tried to send so often."""
        await self._until(lambda: self.tried >= count)

    async def was_marked(self, count: int) -> list[tuple[str, bool]]:
        """Wait until so many messages were shown as read."""
        await self._until(lambda: len(self.marks) >= count)
        return self.marks

    async def closes(self) -> None:
        """Give all connections back."""
        await self._client.aclose()

    async def _until(self, reached: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(reached)

    async def _send(self, number: str, request: Request) -> Response:
        body = await request.json()
        if self.held and body.get("status") != "read":
            await self.held.wait()
        async with self._changed:
            answer = self._answer(number, request, body)
            self._changed.notify_all()
        return answer

    def _answer(self, number: str, request: Request, body: dict[str, Any]) -> Response:
        if body.get("status") == "read":
            self.marks.append((body["message_id"], "typing_indicator" in body))
            return LOST_ANSWER if self.marks_fail else JSONResponse({"success": True})
        self.tried += 1
        if not _signed_in(request):
            return refusal(190, 401)
        refused = self.refusals.pop(0) if self.refusals else None
        if refused is not None and refused is not LOST_ANSWER:
            return refused
        to = str(body.get("to") or body.get("recipient"))
        code = self._code_for(to, body)
        if code is not None:
            return refusal(code)
        fault = fault_of(body)
        if number != NUMBER or fault:
            return JSONResponse({"error": {"code": 100, "message": fault}}, 400)
        wamid = f"wamid.out{len(self.sent) + 1}"
        self.sent.append(as_seen(body) | {"id": wamid, "to": to})
        return refused or JSONResponse({"messages": [{"id": wamid}]})

    def _code_for(self, to: str, body: dict[str, Any]) -> int | None:
        if to in self.blocked:
            return 131026
        if body.get("type") == "template":
            return self.templates.code_for(body["template"])
        heard = self.people.heard.get(to)
        return 131047 if heard and self.clock() - heard >= WINDOW else None

    async def _address(self, media_id: str, request: Request) -> Response:
        return self.files.address(media_id, request) if _signed_in(request) else refusal(190, 401)

    async def _read(self, media_id: str, given: float, request: Request) -> Response:
        return self.files.read(media_id, given) if _signed_in(request) else refusal(190, 401)


def _signed_in(request: Request) -> bool:
    return request.headers.get("authorization") == f"Bearer {TOKEN}"
