"""Whoever we ask may answer without an end, or with a packing that grows: it is an answer that did
not come, by its usual name, and takes no memory."""

import gzip
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import Response, StreamingResponse
from telegram import Bot
from telegram.error import NetworkError

from bot import outward
from bot.channels.sms import errors as sms
from bot.channels.sms.forms import form_of
from bot.channels.sms.provider import Provider
from bot.channels.sms.tables import SmsLetter
from bot.channels.telegram.channel import wire
from bot.channels.whatsapp import errors as whatsapp
from bot.channels.whatsapp.graph import Graph
from bot.errors import NotUnderstood
from bot.settings import OpenIdSettings
from bot.speech_to_text import HttpSpeechToText
from bot.staff.openid.errors import ServiceAway
from bot.staff.openid.service import Service
from bot.staff.tables import SignInAttempt
from tests.serving import served

MEGABYTE = 1024 * 1024
#: What Telegram may answer at most, and as much again on its way through buffers.
MOST_SENT = 60 * MEGABYTE
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
Asked = Callable[[str], Awaitable[object]]


class Chatterbox:
    """A server that answers everything with 200 and spaces, packed or without an end."""

    def __init__(self) -> None:
        self.sent = 0
        self.app = FastAPI()
        methods = ["GET", "POST"]
        self.app.add_api_route("/endless/{path:path}", self._endless, methods=methods)
        self.app.add_api_route("/packed/{path:path}", self._packed, methods=methods)

    async def _endless(self, request: Request) -> Response:
        async def spaces() -> AsyncIterator[bytes]:
            while not await request.is_disconnected():
                self.sent += MEGABYTE
                yield b" " * MEGABYTE

        return StreamingResponse(spaces(), media_type="application/json")

    async def _packed(self) -> Response:
        bomb = gzip.compress(b" " * 50 * MEGABYTE)
        return Response(bomb, 200, {"Content-Encoding": "gzip"}, "application/json")


async def ask_meta(url: str) -> object:
    graph = Graph(url, "1", "token")
    try:
        return await graph.send("919876543210", "mark", {"type": "text"})
    finally:
        await graph.close()


async def ask_telegram(url: str) -> object:
    async with Bot("1:a", f"{url}/bot", request=wire(0), get_updates_request=wire(0)) as bot:
        return bot


async def ask_sms(url: str) -> object:
    letter = SmsLetter(id=1, mobile_number="9876543210", template_id="1" * 19, text="Hello")
    provider = Provider(url, "key:token", form_of("exotel"), header="BIJLIS", entity="2" * 19)
    try:
        return await provider.send(letter, "service_implicit")
    finally:
        await provider.close()


async def ask_sign_in(url: str) -> object:
    service = Service(OpenIdSettings(url, "id", "secret", f"{url}/back"))  # type: ignore[arg-type]
    try:
        return await service.address_to_ask("s", SignInAttempt(nonce="n", verifier="v"), NOW)
    finally:
        await service.close()


async def ask_scribe(url: str) -> object:
    scribe = HttpSpeechToText(url, None, 30.0)
    try:
        return await scribe.words_of(b"OggS", "audio/ogg", "hi")
    finally:
        await scribe.close()


@pytest.mark.parametrize("way", ["endless", "packed"])
@pytest.mark.parametrize(
    ("ask", "name"),
    [
        (ask_meta, whatsapp.Unsure),
        (ask_telegram, NetworkError),
        (ask_sms, sms.Unsure),
        (ask_sign_in, ServiceAway),
        (ask_scribe, NotUnderstood),
    ],
)
async def test_an_answer_without_an_end_is_none(
    ask: Asked, name: type[Exception], way: str
) -> None:
    """Whoever gave it, and however it is packed."""
    them = Chatterbox()
    async with served(them.app) as url:
        with pytest.raises(name):
            await ask(f"{url}/{way}/here")
    assert them.sent <= MOST_SENT


async def test_an_answer_by_drops_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though each drop comes in time."""
    monkeypatch.setattr(outward, "ANSWER_SECONDS", 0.0)
    app = FastAPI()

    @app.get("/")
    async def drops() -> Response:
        async def each() -> AsyncIterator[bytes]:
            yield b" "
            yield b" "

        return StreamingResponse(each())

    async with served(app) as url, httpx.AsyncClient(**outward.bounded()) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.get(url)
