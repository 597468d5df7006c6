"""WhatsApp's Cloud API as a business sees it on the wire, with people who write, tap and wait.

Keeps Meta's own limits, so that a message that WhatsApp would drop fails here as well, and
signs its notices as Meta does.
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

TOKEN = "EAAG-whatsapp-test-token"
APP_SECRET = "whatsapp-test-app-secret"
VERIFY_TOKEN = "whatsapp-test-verify-token"
NUMBER = "106540352242922"
ASHA, RAVI = "919876543210", "919812345678"
PATIENCE = 30
Sent = dict[str, Any]


def refusal(code: int, status: int = 400, subcode: int | None = None) -> JSONResponse:
    """An error as Meta writes it."""
    error = {"message": f"(#{code}) no", "type": "OAuthException", "code": code}
    return JSONResponse({"error": error | {"error_subcode": subcode}}, status)


# The message is taken, and the answer to whoever sent it is lost on the way.
LOST_ANSWER = PlainTextResponse("upstream timed out", 504)


class FakeWhatsApp:
    """`refusals` are given, one each, to the next messages; `blocked` people refuse them all."""

    def __init__(self) -> None:
        self.webhook = ""
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.sent: list[Sent] = []
        self.tried = 0
        self.refusals: list[Response] = []
        self.blocked: set[str] = set()
        self._last = 0
        self._changed = asyncio.Condition()
        self._client = httpx.AsyncClient(timeout=PATIENCE)
        self.app = FastAPI()
        self.app.post("/v23.0/{number}/messages")(self._send)

    async def writes(self, text: str, phone: str | None = ASHA, **other: Any) -> dict[str, Any]:
        """A person sends words, and the gateway takes them."""
        message = self.message(phone, type="text", text={"body": text}, **other)
        assert (await self.notifies(message)).status_code == 200
        return message

    async def taps(self, button: dict[str, Any], phone: str = ASHA) -> None:
        """A person taps a button or a row that was sent."""
        sort = "list_reply" if button.get("row") else "button_reply"
        tapped = {"type": sort, sort: {"id": button["id"], "title": button["title"]}}
        message = self.message(phone, type="interactive", interactive=tapped)
        assert (await self.notifies(message)).status_code == 200

    def message(self, phone: str | None = ASHA, **content: Any) -> dict[str, Any]:
        """A message with an id of its own; `phone=None` and `from_user_id` for a username."""
        self._last += 1
        who = {"from": phone} if phone else {}
        stamp = str(int(self.clock().timestamp()))
        return who | {"id": f"wamid.in{self._last}", "timestamp": stamp} | content

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
        return await self._until(lambda: len(self.sent) >= count)

    async def was_asked(self, count: int) -> None:
        """Wait until the gateway has tried to send so often."""
        await self._until(lambda: self.tried >= count)

    async def closes(self) -> None:
        """Give all connections back."""
        await self._client.aclose()

    async def _until(self, reached: Callable[[], bool]) -> list[Sent]:
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(reached)
        return self.sent

    async def _send(self, number: str, request: Request) -> Response:
        async with self._changed:
            self.tried += 1
            answer = self._answer(number, request, await request.json())
            self._changed.notify_all()
        return answer

    def _answer(self, number: str, request: Request, body: dict[str, Any]) -> Response:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return refusal(190, 401)
        refused = self.refusals.pop(0) if self.refusals else None
        if refused is not None and refused is not LOST_ANSWER:
            return refused
        to = body.get("to") or body.get("recipient")
        if to in self.blocked:
            return refusal(131026)
        fault = fault_of(body)
        if number != NUMBER or fault:
            return JSONResponse({"error": {"code": 100, "message": fault}}, 400)
        wamid = f"wamid.out{len(self.sent) + 1}"
        self.sent.append(_read(body) | {"id": wamid, "to": to})
        return refused or JSONResponse({"messages": [{"id": wamid}]})


def notice(*values: dict[str, Any], number: str = NUMBER) -> dict[str, Any]:
    """A delivery with one change for each value."""
    metadata = {"display_phone_number": "15550001", "phone_number_id": number}
    changes = [
        {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": metadata} | v}
        for v in values
    ]
    return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": changes}]}


def signed(body: bytes) -> str:
    """The header that Meta sends with these bytes."""
    return "sha256=" + hmac.new(APP_SECRET.encode(), body, hashlib.sha256).hexdigest()


def fault_of(body: dict[str, Any]) -> str:
    """What Meta would refuse in a message, empty if it would take it."""
    if body.get("messaging_product") != "whatsapp":
        return "messaging_product"
    if bool(str(body.get("to", "")).isdigit()) == bool(body.get("recipient")):
        return "to or recipient"
    if body.get("type") == "text":
        return "" if 1 <= len(body["text"]["body"].strip()) <= 4096 else "text"
    shown = body["interactive"]
    if not 1 <= len(shown["body"]["text"].strip()) <= 1024:
        return "body"
    if shown["type"] == "button":
        return _fault_of_titles([one["reply"] for one in shown["action"]["buttons"]], 3, 20, 256)
    rows = [row for section in shown["action"]["sections"] for row in section["rows"]]
    if not 1 <= len(shown["action"]["button"]) <= 20:
        return "list button"
    if any(len(row.get("description", "")) > 72 for row in rows):
        return "description"
    return _fault_of_titles(rows, 10, 24, 200)


def _fault_of_titles(choices: list[dict[str, str]], most: int, title: int, key: int) -> str:
    titles = {choice["title"] for choice in choices}
    keys = {choice["id"] for choice in choices}
    if not 1 <= len(choices) <= most or not len(titles) == len(keys) == len(choices):
        return "too many choices, or two alike"
    good = all(1 <= len(one.strip()) <= title for one in titles)
    return "" if good and all(1 <= len(one) <= key for one in keys) else "title or id"


def _read(body: dict[str, Any]) -> Sent:
    """A message as a person sees it: words, and what can be tapped."""
    mark = body.get("biz_opaque_callback_data", "")
    if body["type"] == "text":
        return {"text": body["text"]["body"], "choices": [], "sort": "text", "mark": mark}
    shown = body["interactive"]
    buttons = [one["reply"] for one in shown["action"].get("buttons", [])]
    sections = shown["action"].get("sections", [])
    rows = [row | {"row": True} for section in sections for row in section["rows"]]
    said = {"text": shown["body"]["text"], "sort": shown["type"], "mark": mark}
    return said | {"choices": buttons or rows}
