"""Calls of one server, over as few connections as do."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from urllib.parse import urlsplit

from wire.connection import Connection
from wire.errors import NoReply
from wire.reply import Reply

#: Less than the five seconds after which most servers close a connection: a call that is sent
#: along one in just that moment fails.
KEPT_OPEN_SECONDS = 4.0
MOST_CONNECTIONS = 100


class Wire:
    """A server at `base_url`, which may hold a path; `headers` go with every call.

    Its connections belong to the loop of the first call. `connect_seconds` bounds connecting.
    """

    def __init__(
        self, base_url: str, headers: Mapping[str, str], *, connect_seconds: float
    ) -> None:
        address = urlsplit(base_url)
        tls = address.scheme == "https"
        self._host = address.hostname or ""
        self._port = address.port or (443 if tls else 80)
        self._tls = ssl.create_default_context() if tls else None
        self._path = address.path.rstrip("/")
        # Whatever need not be put together anew for each call. No packing is asked for, since a
        # few hundred bytes within a house are sent faster than packed.
        own = {"Host": address.netloc.rpartition("@")[2], "Accept-Encoding": "identity"}
        self._headers = _lines(own | dict(headers))
        self._connect_seconds = connect_seconds
        self._free: list[Connection] = []
        self._turnstile = asyncio.Semaphore(MOST_CONNECTIONS)

    async def call(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str],
        content: bytes = b"",
        *,
        patience: float,
    ) -> Reply:
        """The whole answer; `target` is a path with its query, both quoted already.

        `patience`: seconds between two parts of the answer. Raises NoReply, and ValueError for a
        header that would be two.
        """
        request = self._request(method, target, headers, content)
        async with self._turnstile:
            connection = self._kept() or await self._opened()
            try:
                reply = await connection.ask(request, patience)
            except BaseException:
                connection.close()
                raise
            if connection.open:
                self._free.append(connection)
            else:
                connection.close()
            return reply

    async def aclose(self) -> None:
        """Close the connections; a later call would open others."""
        while self._free:
            self._free.pop().close()

    def _request(
        self, method: str, target: str, headers: Mapping[str, str], content: bytes
    ) -> bytes:
        length = f"Content-Length: {len(content)}\r\n" if content or method != "GET" else ""
        first = f"{method} {self._path}{target} HTTP/1.1\r\n"
        return f"{first}{self._headers}{_lines(headers)}{length}\r\n".encode("latin-1") + content

    def _kept(self) -> Connection | None:
        """The connection used last, which the server is least likely to have closed."""
        oldest = asyncio.get_running_loop().time() - KEPT_OPEN_SECONDS
        while self._free:
            connection = self._free.pop()
            if connection.open and connection.heard_at > oldest:
                return connection
            connection.close()
        return None

    async def _opened(self) -> Connection:
        loop = asyncio.get_running_loop()
        opening = loop.create_task(
            loop.create_connection(Connection, self._host, self._port, ssl=self._tls)
        )
        try:
            # Not `wait_for`: before Python 3.12 it takes a cancellation for its own that comes
            # while the connection is refused, and whoever was to stop goes on for ever.
            await asyncio.wait({opening}, timeout=self._connect_seconds)
        except asyncio.CancelledError:
            opening.add_done_callback(_let_go)
            opening.cancel()
            raise
        if not opening.done():
            opening.cancel()
            raise NoReply(f"no connection in {self._connect_seconds} s")
        try:
            return opening.result()[1]
        except OSError as error:
            raise NoReply(f"no connection: {error!r}") from error


def _let_go(opening: asyncio.Task[tuple[asyncio.Transport, Connection]]) -> None:
    """Close what was opened for nobody."""
    if not opening.cancelled() and not opening.exception():
        opening.result()[1].close()


def _lines(headers: Mapping[str, str]) -> str:
    lines = "".join([f"{name}: {value}\r\n" for name, value in headers.items()])
    if lines.count("\n") != len(headers) or lines.count("\r") != len(headers):
        raise ValueError("a line break in a header")
    return lines
