"""Telegram's Bot API as a bot sees it on the wire, with people who write, tap and block.

Keeps Telegram's own limits, so that a message that Telegram would drop fails here as well.
"""

import asyncio
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

TOKEN = "123456:telegram-test-token"
BOT = {"id": 123456, "is_bot": True, "first_name": "Bijli", "username": "bijli_bot"}
PATIENCE = 30
Sent = dict[str, Any]


def refusal(code: int, description: str, **parameters: int) -> JSONResponse:
    """An error as Telegram writes it."""
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return JSONResponse(body, code)


class FakeTelegram:
    """`refusals` are given, one each, to the next messages that the bot wants to send."""

    def __init__(self) -> None:
        self.sent: list[Sent] = []
        self.ended_taps: list[str] = []
        self.menus: dict[str, list[dict[str, str]]] = {}
        self.refusals: list[JSONResponse] = []
        self.blocked_by: set[int] = set()
        self._updates: list[dict[str, Any]] = []
        self._again: list[dict[str, Any]] = []
        self._last_update = 1000
        self._changed = asyncio.Condition()
        self._open = True
        self.app = FastAPI()
        self.app.post("/bot{token}/{method}")(self._call)

    async def writes(
        self, text: str | None, chat: int = 7, kind: str = "private", **other: Any
    ) -> dict[str, Any]:
        """A person sends a message; `text=None` and e.g. `location={…}` for other sorts."""
        message = self._message(chat, text) | {"chat": {"id": chat, "type": kind}} | other
        return await self._happens({"message": message})

    async def taps(self, data: str, chat: int = 7) -> dict[str, Any]:
        """A person taps a button that carries `data`."""
        person = {"id": chat, "is_bot": False, "first_name": "Asha"}
        query = {"id": f"tap-{data}", "from": person, "chat_instance": "1", "data": data}
        return await self._happens(
            {"callback_query": query | {"message": self._message(chat, "…")}}
        )

    async def delivers_again(self, update: dict[str, Any]) -> None:
        """Telegram did not notice that this update was taken."""
        await self._note(self._again, update)

    async def closes(self) -> None:
        """Nobody is kept waiting for updates any more."""
        self._open = False
        async with self._changed:
            self._changed.notify_all()

    async def has_sent(self, count: int) -> list[Sent]:
        """Wait until the bot has sent so many messages."""
        return await self._until(lambda: len(self.sent) >= count)

    async def has_been_confirmed(self) -> None:
        """Wait until no update is waiting."""
        await self._until(lambda: not self._updates)

    async def tap_ended(self) -> None:
        """Wait until a tap was answered."""
        await self._until(lambda: bool(self.ended_taps))

    async def _until(self, reached: Callable[[], bool]) -> list[Sent]:
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(reached)
        return self.sent

    async def _happens(self, event: dict[str, Any]) -> dict[str, Any]:
        self._last_update += 1
        update = {"update_id": self._last_update} | event
        await self._note(self._updates, update)
        return update

    def _message(self, chat: int, text: str | None) -> dict[str, Any]:
        said = {} if text is None else {"text": text}
        person = {"id": chat, "is_bot": False, "first_name": "Asha"}
        where = {"id": chat, "type": "private"}
        return (
            {"message_id": self._last_update, "date": 1_790_000_000, "chat": where}
            | {"from": person}
            | said
        )

    async def _call(self, token: str, method: str, request: Request) -> JSONResponse:
        if token != TOKEN:
            return refusal(401, "Unauthorized")
        form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        calls = {"getUpdates": self._get_updates, "sendMessage": self._send_message}
        if method in calls:
            return await calls[method](form)
        if method == "answerCallbackQuery":
            await self._note(self.ended_taps, form["callback_query_id"])
        if method == "setMyCommands":
            self.menus[form.get("language_code", "")] = json.loads(form["commands"])
        return _ok(BOT if method == "getMe" else True)

    async def _get_updates(self, form: dict[str, str]) -> JSONResponse:
        offset = int(form.get("offset", 0))
        async with self._changed:
            self._updates = [u for u in self._updates if u["update_id"] >= offset]
            self._changed.notify_all()
            try:
                async with asyncio.timeout(int(form.get("timeout", 0))):
                    await self._changed.wait_for(self._anything)
            except TimeoutError:
                return _ok([])
            again, self._again = self._again, []
            return _ok(again + self._updates)

    def _anything(self) -> bool:
        return bool(self._updates or self._again) or not self._open

    async def _send_message(self, form: dict[str, str]) -> JSONResponse:
        if self.refusals:
            return self.refusals.pop(0)
        chat = int(form["chat_id"])
        if chat in self.blocked_by:
            return refusal(403, "Forbidden: bot was blocked by the user")
        if not 1 <= len(form["text"]) <= 4096:
            return refusal(400, "Bad Request: message is too long")
        rows = json.loads(form.get("reply_markup", "{}")).get("inline_keyboard", [])
        buttons = [button for row in rows for button in row]
        if any(not 1 <= len(b["callback_data"].encode()) <= 64 for b in buttons):
            return refusal(400, "Bad Request: BUTTON_DATA_INVALID")
        await self._note(self.sent, {"chat": chat, "text": form["text"], "buttons": buttons})
        return _ok(self._message(chat, form["text"]))

    async def _note(self, notes: list[Any], what: Any) -> None:
        async with self._changed:
            notes.append(what)
            self._changed.notify_all()


def _ok(result: Any) -> JSONResponse:
    return JSONResponse({"ok": True, "result": result})
