"""One connection, on which one call at a time is made."""

from __future__ import annotations

import asyncio
from typing import cast

import httptools

from wire.errors import NoReply
from wire.reply import Reply

#: Bytes of an answer; more than any record, report or attachment of ours has.
MOST_CONTENT = 64 * 1024 * 1024
#: An answer that states none of these lasts until the connection is closed.
_MEASURES = (b"content-length", b"transfer-encoding")


class Connection(asyncio.Protocol):
    """Writes a request and reads the answer to it; httptools calls the `on_…` methods."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parser = httptools.HttpResponseParser(self)
        self._waiting: asyncio.Future[Reply] | None = None
        self._content: list[bytes] = []
        self._size = 0
        self._measured = False
        self._patience = 0.0
        self._clock: asyncio.TimerHandle | None = None
        #: When something came last, in seconds of the loop's clock.
        self.heard_at = 0.0
        #: Whether another call can be made on it.
        self.open = False

    async def ask(self, request: bytes, patience: float) -> Reply:
        """The answer to `request`, between whose parts at most `patience` seconds may pass.

        Raises NoReply.
        """
        if self._transport is None or not self.open:
            raise NoReply("the connection is closed")
        self._content, self._size, self._measured = [], 0, False
        self._patience, self.heard_at = patience, self._loop.time()
        self._waiting = self._loop.create_future()
        self._clock = self._loop.call_later(patience, self._look_at_clock)
        self._transport.write(request)
        try:
            return await self._waiting
        finally:
            self._clock.cancel()
            self._waiting = None

    def close(self) -> None:
        """End it at once; whoever waits for an answer gets none."""
        self.open = False
        if self._transport:
            self._transport.abort()

    def _look_at_clock(self) -> None:
        left = self.heard_at + self._patience - self._loop.time()
        if left > 0:
            self._clock = self._loop.call_later(left, self._look_at_clock)
        else:
            self._fail(f"nothing came for {self._patience} s")

    def _fail(self, why: str) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(NoReply(why))
        self.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are no subclass of asyncio's, though they do the same.
        self._transport, self.open = cast(asyncio.Transport, transport), True

    def data_received(self, data: bytes) -> None:
        self.heard_at = self._loop.time()
        if self._waiting is None:
            self.close()  # an answer to nothing: its place in a later call would be a wrong one
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._fail(f"no HTTP: {type(error).__name__}")

    def connection_lost(self, error: Exception | None) -> None:
        if error is None and self._content and not self._measured:
            self._end()  # the server's way to say where the content ends
        self._fail(f"the connection was lost: {error!r}")

    def on_message_begin(self) -> None:
        self._content, self._measured = [], False
        if self._waiting is None or self._waiting.done():
            self.close()  # a second answer to one call

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() in _MEASURES:
            self._measured = True

    def on_body(self, part: bytes) -> None:
        self._content.append(part)
        self._size += len(part)
        if self._size > MOST_CONTENT:
            self._fail("the answer has no end")

    def on_message_complete(self) -> None:
        if self._parser.get_status_code() >= 200:  # below: a word on the way to the answer
            self.open = self.open and self._parser.should_keep_alive()
            self._end()

    def _end(self) -> None:
        if self._waiting and not self._waiting.done():
            content = b"".join(self._content)
            self._waiting.set_result(Reply(self._parser.get_status_code(), content))
