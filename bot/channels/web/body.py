"""Refuses bodies that no message can need, before anything reads them into memory."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web.problems import PROBLEMS, answer
from bot.errors import MessageTooLong

# 4,096 characters, each of them at worst two escapes of six bytes, and what stands around them.
MOST_BYTES = 64 * 1024


class BoundedBody:
    """ASGI middleware: a body over 64 KiB is answered with 413.

    `larger`: paths that may take more, with their bytes. `streamed`: the end of paths whose
    route bounds its body itself, after it has asked who is there.
    """

    def __init__(
        self, app: ASGIApp, larger: Mapping[str, int] | None = None, streamed: str | None = None
    ) -> None:
        self._app = app
        self._larger = larger or {}
        self._streamed = streamed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read a request's body up to the bound and hand it on."""
        if scope["type"] != "http" or self._without_bound(scope):
            await self._app(scope, receive, send)
            return
        most = self._larger.get(scope["path"], MOST_BYTES)
        body = bytearray()
        more = True
        while more:
            part = await receive()
            if part["type"] != "http.request":
                return
            body += part.get("body", b"")
            more = part.get("more_body", False)
            if len(body) > most:
                refusal = answer(Request(scope), PROBLEMS[MessageTooLong], {})
                await refusal(scope, receive, send)
                return
        whole: Message = {"type": "http.request", "body": bytes(body), "more_body": False}
        await self._app(scope, replayed(whole, receive), send)

    def _without_bound(self, scope: Scope) -> bool:
        streamed = self._streamed is not None and scope["path"].endswith(self._streamed)
        return streamed or scope["method"] in {"GET", "HEAD", "OPTIONS"}


def replayed(part: Message, receive: Receive) -> Receive:
    """What was read of a request already, and then what still comes."""
    parts = [part]

    async def next_part() -> Message:
        return parts.pop() if parts else await receive()

    return next_part
