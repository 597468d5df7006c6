"""Calls of one address over connections that are kept: what a turn needs of HTTP, and no more.

aiohttp's client builds a dozen objects for each call, which costs a sixth of a turn; reading the
answer is left to httptools, the parser under uvicorn and Sanic.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import cast
from urllib.parse import urlsplit

import httptools

CONNECT_SECONDS = 2.0
# Less than what servers keep a silent connection open for: a call that is sent along one in just
# that moment fails.
KEPT_OPEN_SECONDS = 4.0
#: Bytes of an answer, the head included; a turn's has some thousands.
MOST_BYTES = 4 * 2**20


class CallFailed(Exception):
    """No answer in time, none that is HTTP, or another status than 200. Its text tells which, and
    nothing of what was sent."""


class Address:
    """JSON that is posted to one address, from one event loop."""

    def __init__(self, url: str, headers: Mapping[str, str], seconds: float) -> None:
        """`seconds` bound one call from its first byte to the answer's last."""
        parts = urlsplit(url)
        self._host = parts.hostname or ""
        self._secure = parts.scheme == "https"
        self._port = parts.port or (443 if self._secure else 80)
        self._seconds = seconds
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        lines = (
            f"POST {path} HTTP/1.1",
            f"Host: {parts.netloc.rpartition('@')[2]}",
            "Content-Type: application/json",
            *(f"{name}: {value}" for name, value in headers.items()),
            "Content-Length: ",
        )
        self._head = "\r\n".join(lines).encode("latin-1")
        self._idle: list[_Connection] = []

    async def post(self, body: bytes) -> bytes:
        """The answer's body. Raises CallFailed."""
        connection = self._kept() or await self._opened()
        message = b"%b%d\r\n\r\n%b" % (self._head, len(body), body)
        answer = await connection.ask(message, self._seconds)
        if connection.usable:
            self._idle.append(connection)
        return answer

    def _kept(self) -> _Connection | None:
        oldest = time.monotonic() - KEPT_OPEN_SECONDS
        while self._idle:
            # The last one used: those that are not needed grow old and are closed.
            connection = self._idle.pop()
            if connection.usable and connection.used_at > oldest:
                return connection
            connection.close()
        return None

    async def _opened(self) -> _Connection:
        loop = asyncio.get_running_loop()
        opening = loop.create_connection(
            _Connection, self._host, self._port, ssl=self._secure or None
        )
        try:
            _, connection = await asyncio.wait_for(opening, CONNECT_SECONDS)
        except (OSError, asyncio.TimeoutError) as error:  # noqa: UP041 - two in 3.10
            raise CallFailed(type(error).__name__) from error
        return connection


class _Connection(asyncio.Protocol):
    """One connection, with one call at a time."""

    def __init__(self) -> None:
        self.usable = False
        self.used_at = 0.0
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[bytes] | None = None
        self._read: list[bytes] = []
        self._bytes = 0
        self._parser: httptools.HttpResponseParser | None = None

    async def ask(self, message: bytes, seconds: float) -> bytes:
        """Send a request and wait for its answer. Raises CallFailed."""
        if self._transport is None:
            raise CallFailed("closed")
        loop = asyncio.get_running_loop()
        self._answer, self._read, self._bytes = loop.create_future(), [], 0
        self._parser = httptools.HttpResponseParser(self)
        given_up = loop.call_later(seconds, self._fail, "no answer in time")
        self.usable = False
        self._transport.write(message)
        try:
            return await self._answer
        finally:
            given_up.cancel()
            if not self.usable:
                self.close()

    def close(self) -> None:
        """End it at once, also in the middle of an answer."""
        self.usable = False
        if self._transport:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """asyncio's: it is open."""
        self._transport = cast(asyncio.Transport, transport)
        self.usable = True
        self.used_at = time.monotonic()

    def connection_lost(self, _error: Exception | None) -> None:
        """asyncio's: it is closed."""
        self._fail("closed before the answer's end")

    def data_received(self, data: bytes) -> None:
        """asyncio's: more of the answer."""
        if self._parser is None or self._answer is None or self._answer.done():
            self.close()  # nobody asked
            return
        self._bytes += len(data)
        if self._bytes > MOST_BYTES:
            self._fail("a longer answer than any turn has")
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self._fail("no HTTP")

    def on_body(self, body: bytes) -> None:
        """httptools': a piece of the body."""
        self._read.append(body)

    def on_message_complete(self) -> None:
        """httptools': the answer is whole."""
        if self._parser is None or self._answer is None:
            return
        if self._answer.done():
            self.close()  # more than was asked for: what comes next could be anybody's
            return
        status = self._parser.get_status_code()
        if status != 200:
            self._fail(f"status {status}")
            return
        self.usable = self._parser.should_keep_alive()
        self.used_at = time.monotonic()
        self._answer.set_result(b"".join(self._read))

    def _fail(self, why: str) -> None:
        self.usable = False
        if self._answer and not self._answer.done():
            self._answer.set_exception(CallFailed(why))
