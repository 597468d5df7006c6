"""Every request over HTTP has its trace, and its time is counted by route and status."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from prometheus_client import Histogram

from watching.tracing import HEADER, Span

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: A request that no route takes: its address is the caller's, and there are endless ones.
NO_ROUTE = "none"


class Watched:
    """ASGI middleware. `seconds`: a histogram with labels route, method and status.

    `joins_callers`: a caller's `traceparent` is taken up; strangers' are not.
    """

    def __init__(self, app: App, seconds: Histogram, *, joins_callers: bool) -> None:
        self._app = app
        self._seconds = seconds
        self._joins_callers = joins_callers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; streams count until they begin."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()

        async def timed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._count(scope, message["status"], time.perf_counter() - began)
            await send(message)

        with Span("request", _parent_in(scope) if self._joins_callers else None):
            await self._app(scope, receive, timed)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None)
        method = scope["method"] if route else NO_ROUTE
        self._seconds.labels(route or NO_ROUTE, method, str(status)).observe(seconds)


def _parent_in(scope: Scope) -> str | None:
    wanted = HEADER.encode()
    found: bytes | None = next((value for name, value in scope["headers"] if name == wanted), None)
    return found.decode("latin-1") if found else None
