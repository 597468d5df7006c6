"""Refuses bodies that no message can need, before anything reads them into memory."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.problems import PROBLEMS, answer
from bot.errors import MessageTooLong

# 4,096 characters, each of them at worst two escapes of six bytes, and what stands around them.
MOST_BYTES = 64 * 1024


class BoundedBody:
    """ASGI middleware: a body over 64 KiB is answered with 413."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read a request's body up to the bound and hand it on."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        body = b""
        more = True
        while more:
            part = await receive()
            if part["type"] != "http.request":
                return
            body += part.get("body", b"")
            more = part.get("more_body", False)
            if len(body) > MOST_BYTES:
                refusal = answer(Request(scope), PROBLEMS[MessageTooLong], {})
                await refusal(scope, receive, send)
                return
        await self._app(scope, _replayed(body, receive), send)


def _replayed(body: bytes, receive: Receive) -> Receive:
    parts: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_part() -> Message:
        return parts.pop() if parts else await receive()

    return next_part
