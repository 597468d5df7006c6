"""A door before a part, in which what the part answers is cut off, held back, swallowed or
garbled."""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum

Wire = tuple[asyncio.StreamReader, asyncio.StreamWriter]

HOST = "127.0.0.1"
CHUNK_BYTES = 65_536
#: Every byte turned into its complement: nothing of any protocol of ours is left, and the same
#: answer is garbled in the same way each time.
GARBLED = bytes(255 - byte for byte in range(256))


class Way(StrEnum):
    """In which way a part fails."""

    STOPPED = "stopped"
    SLOW = "slow"
    GARBLED = "garbled"
    SILENT = "silent"


class Tap:
    """Listens on `port` while it is entered, and carries every connection to the part behind it,
    which `reach` connects to; `seconds`: how long a slow part holds back each piece; `swallowed`
    is released for each piece that a silent one keeps to itself."""

    def __init__(self, reach: Callable[[], Awaitable[Wire]], seconds: float) -> None:
        self.port = 0
        self.swallowed = asyncio.Semaphore(0)
        self._reach = reach
        self._seconds = seconds
        self._way: Way | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> "Tap":
        self._server = await asyncio.start_server(self._carry, HOST, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        self._cut()

    def fail(self, way: Way) -> None:
        """From now on, also on connections that are open."""
        self._way = way
        if way is Way.STOPPED:
            self._cut()

    def recover(self) -> None:
        """The part is well again; whoever was told nonsense, or nothing, connects anew."""
        if self._way in (Way.GARBLED, Way.SILENT):
            self._cut()
        self._way = None

    def _cut(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._way is Way.STOPPED:
            writer.transport.abort()
            return
        try:
            part_reader, part_writer = await self._reach()
        except OSError:  # the part itself is not there
            writer.transport.abort()
            return
        ends = {writer, part_writer}
        self._open |= ends
        try:
            await asyncio.gather(
                self._asked(reader, part_writer), self._answered(part_reader, writer)
            )
        except OSError:
            pass  # either side has gone, so the other is let go too
        finally:
            self._open -= ends
            for end in ends:
                end.transport.abort()

    @staticmethod
    async def _asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(CHUNK_BYTES):
            writer.write(chunk)
            await writer.drain()
        writer.write_eof()

    async def _answered(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(CHUNK_BYTES):
            if self._way is Way.SILENT:
                self.swallowed.release()
                continue
            if self._way is Way.SLOW:
                await asyncio.sleep(self._seconds)
            writer.write(chunk.translate(GARBLED) if self._way is Way.GARBLED else chunk)
            await writer.drain()
        writer.close()
