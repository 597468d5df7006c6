"""Telegram's side over HTTP: takes messages within its limits, gives files, tells of people."""

import asyncio
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from tests.fakes.telegram.answers import ok, refusal
from tests.fakes.telegram.feed import Feed
from tests.fakes.telegram.files import Files
from tests.fakes.telegram.limits import fault_of, markup_of
from tests.fakes.telegram.names import BOT, SECRET, TOKEN
from tests.fakes.telegram.people import ASHA, People, Update

PATIENCE = 30
Sent = dict[str, Any]

# The message is taken, and the answer to whoever sent it is lost on the way.
LOST_ANSWER = PlainTextResponse("upstream timed out", 504)


class FakeTelegram:
    """`refusals` are given, one each, to the next messages that the bot wants to send,
    `refusals_of` to those for one chat; whoever is in `blocked_by` refuses them all."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.tried: list[int] = []
        self.ended_taps: list[str] = []
        self.menus: dict[str, list[dict[str, str]]] = {}
        self.refusals: list[Response] = []
        self.refusals_of: dict[int, list[Response]] = {}
        self.blocked_by: set[int] = set()
        self.files = Files()
        self.people = People(self.files)
        self.feed = Feed()
        self.app = FastAPI()
        self.app.post("/bot{token}/{method}")(self._call)
        self.app.get("/file/bot{token}/{path:path}")(self._read)

    async def writes(
        self, text: str | None, chat: int = ASHA, kind: str = "private", **other: Any
    ) -> Update:
        """A person sends a message; `text=None` and e.g. `location={…}` for other sorts."""
        return await self.feed.happens(self.people.message(text, chat, kind, **other))

    async def taps(self, data: str, chat: int = ASHA, **other: Any) -> Update:
        """A person taps a button that carries `data`."""
        return await self.feed.happens(self.people.tap(data, chat, **other))

    async def does(self, update: Update) -> Update:
        """A person does what one of `people` makes."""
        return await self.feed.happens(update)

    async def delivers_again(self, update: Update) -> None:
        """Telegram did not notice that this update was taken."""
        await self.feed.again(update)

    async def posts(
        self, body: bytes | dict[str, Any], secret: str | None = SECRET
    ) -> httpx.Response:
        """Somebody posts to the webhook."""
        return await self.feed.posts(body, secret)

    async def closes(self) -> None:
        """Nobody is kept waiting for updates any more."""
        await self.feed.closes()

    async def has_sent(self, count: int) -> list[Sent]:
        """Wait until the bot has sent so many messages."""
        return await self._until(lambda: len(self.sent) >= count)

    async def has_said(self, words: str) -> list[Sent]:
        """Wait until the bot has sent a message that begins with these words."""
        return await self._until(lambda: any(one["text"].startswith(words) for one in self.sent))

    async def was_asked(self, count: int) -> None:
        """Wait until the bot has tried to send so many messages."""
        await self._until(lambda: len(self.tried) >= count)

    async def has_been_confirmed(self) -> None:
        """Wait until no update is waiting."""
        await self._until(lambda: not self.feed.waiting)

    async def tap_ended(self) -> None:
        """Wait until a tap was answered."""
        await self._until(lambda: bool(self.ended_taps))

    async def was_polled(self, more: int = 1) -> None:
        """Wait until the bot has asked for updates so many more times."""
        count = self.feed.asked_for + more
        await self._until(lambda: self.feed.asked_for >= count)

    async def gets_webhook(self, address: str) -> None:
        """Somebody else who holds the token has the updates brought to them."""
        async with self.feed.changed:
            self.feed.set_webhook({"url": address})
            self.feed.changed.notify_all()

    async def webhook_set(self) -> dict[str, str]:
        """Wait until the bot has told where its updates go."""
        await self._until(lambda: bool(self.feed.webhook))
        return self.feed.webhook

    async def _until(self, reached: Callable[[], bool]) -> list[Sent]:
        async with asyncio.timeout(PATIENCE), self.feed.changed:
            await self.feed.changed.wait_for(reached)
        return self.sent

    async def _call(self, token: str, method: str, request: Request) -> Response:
        if token != TOKEN:
            return refusal(401, "Unauthorized")
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        if method == "getUpdates":
            return await self.feed.asked(form, request.is_disconnected)
        if method == "deleteWebhook":
            return await self.feed.delete_webhook()
        async with self.feed.changed:
            answer = self._answer(method, form)
            self.feed.changed.notify_all()
        return answer

    def _answer(self, method: str, form: dict[str, str]) -> Response:
        if method == "sendMessage":
            return self._send_message(form)
        if method == "setWebhook":
            return self.feed.set_webhook(form)
        if method == "getFile":
            return self.files.path(form["file_id"])
        if method == "answerCallbackQuery":
            self.ended_taps.append(form["callback_query_id"])
        if method == "setMyCommands":
            self.menus[form.get("language_code", "")] = json.loads(form["commands"])
        return ok(BOT if method == "getMe" else True)

    def _send_message(self, form: dict[str, str]) -> Response:
        chat = int(form["chat_id"])
        self.tried.append(chat)
        scripted = self.refusals_of.get(chat) or self.refusals
        refused = scripted.pop(0) if scripted else None
        if refused is not None and refused is not LOST_ANSWER:
            return refused
        if chat in self.blocked_by:
            return refusal(403, "Forbidden: bot was blocked by the user")
        fault = fault_of(form)
        if fault:
            return refusal(400, f"Bad Request: {fault}")
        self.sent.append(_as_seen(form) | {"chat": chat})
        return refused or ok(self.people.said(form["text"], chat))

    async def _read(self, token: str, path: str) -> Response:
        return self.files.read(path) if token == TOKEN else refusal(401, "Unauthorized")


def _as_seen(form: dict[str, str]) -> Sent:
    """A message as a person sees it: words, what can be tapped, and the keyboard below.

    `keyboard`: its buttons; empty if it was taken away; None if it stays as it was.
    """
    markup = markup_of(form)
    buttons = [button for row in markup.get("inline_keyboard", []) for button in row]
    keys = [key for row in markup.get("keyboard", []) for key in row]
    changed = "keyboard" in markup or "remove_keyboard" in markup
    return {"text": form["text"], "buttons": buttons, "keyboard": keys if changed else None}
