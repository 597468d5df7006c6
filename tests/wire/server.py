"""A server that answers what it is told to, byte for byte."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from wire import Wire


@dataclass
class Heard:
    """What came to the server: every request, and how many connections were made for them."""

    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    #: Connections that are open now.
    present: int = 0
    _somebody_left: asyncio.Event = field(default_factory=asyncio.Event)

    async def nobody_left(self) -> None:
        """Return when every connection has been closed. Raises TimeoutError."""
        async with asyncio.timeout(20):
            while self.present:
                self._somebody_left.clear()
                await self._somebody_left.wait()

    def leaves(self) -> None:
        """One connection fewer."""
        self.present -= 1
        self._somebody_left.set()


@asynccontextmanager
async def answering(
    answers: Iterable[bytes], *, closing: bool = False, path: str = ""
) -> AsyncIterator[tuple[Wire, Heard]]:
    """A wire to a server that gives one of `answers` to each request, whatever is asked.

    `closing`: it ends the connection after each answer.
    """
    heard, left = Heard(), iter(answers)
    writers: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.connections += 1
        heard.present += 1
        writers.append(writer)
        try:
            while request := await _request(reader):
                heard.requests.append(request)
                writer.write(next(left))
                await writer.drain()
                if closing:
                    return
        finally:
            heard.leaves()
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    wire = Wire(f"http://127.0.0.1:{port}{path}", {"Authorization": "Bearer k"}, connect_seconds=5)
    try:
        yield wire, heard
    finally:
        await wire.aclose()
        for writer in writers:
            writer.close()
        server.close()


async def _request(reader: asyncio.StreamReader) -> bytes:
    """A request with its content; nothing when the connection ends."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""
    _, found, length = head.lower().partition(b"content-length:")
    return head + await reader.readexactly(int(length.split(b"\r\n")[0]) if found else 0)
