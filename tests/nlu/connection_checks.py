"""Run by Rasa's own Python (test_connection.py): what a call of a bad or slow server comes to.

Prints one line of JSON: by server, what each of two calls gave, how many connections were opened,
and whether the request was read as it was sent.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "nlu"))

from serving.connection import MOST_BYTES, Address, CallFailed

BODY = '{"text": "बिजली"}'.encode()
SECONDS = 0.5
Reading, Writing = asyncio.StreamReader, asyncio.StreamWriter


def answered(head: str, body: bytes = b"[]") -> bytes:
    """An answer with its length."""
    return f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


WRITTEN = {
    "good": answered("200 OK"),
    "closing": answered("200 OK\r\nConnection: close"),
    "chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"1\r\n[\r\n1\r\n]\r\n0\r\n\r\n",
    "failing": answered("500 Internal Server Error"),
    "elsewhere": answered("302 Found\r\nLocation: http://169.254.169.254/"),
    "no HTTP": b"\x00\xff garbage\r\n\r\n",
    "endless": answered("200 OK", b"x" * (MOST_BYTES + 1)),
    "more than asked": answered("200 OK") + answered("200 OK", b"[1]"),
    "silent": b"",
    "half": b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[",
}
#: After their answer these close without a word of it.
CLOSED = ("half",)


class Server:
    """Writes the same to every request."""

    def __init__(self, written: bytes, closes: bool) -> None:
        self.written, self.closes = written, closes
        self.opened = 0
        self.requests: list[tuple[bytes, bytes]] = []

    async def serve(self, reader: Reading, writer: Writing) -> None:
        """One connection."""
        self.opened += 1
        while True:
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                writer.close()
                return
            self.requests.append((head, await reader.readexactly(len(BODY))))
            writer.write(self.written)
            if self.closes:
                writer.close()
                return


async def _said(call: Awaitable[bytes]) -> str:
    try:
        return (await call).decode()
    except CallFailed as error:
        return f"failed: {error}"


async def against(server: Server, ask: Callable[[Address], Awaitable[object]]) -> object:
    """What `ask` finds at the server's address."""
    async with await asyncio.start_server(server.serve, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}/webhook?token=t"
        return await ask(Address(url, {"Authorization": "Bearer a"}, SECONDS))


async def twice(address: Address) -> object:
    """One call after the other."""
    return [await _said(address.post(BODY)) for _ in range(2)]


async def at_once(address: Address) -> object:
    """Five calls together, and then as many again."""
    for _ in range(2):
        said = await asyncio.gather(*(_said(address.post(BODY)) for _ in range(5)))
    return said


async def main() -> dict[str, object]:
    """Everything, by name."""
    found: dict[str, object] = {}
    for name, written in WRITTEN.items():
        server = Server(written, name in CLOSED)
        said = await against(server, twice)
        found[name] = [said, server.opened]
    many = Server(WRITTEN["good"], closes=False)
    found["five"] = [await against(many, at_once), many.opened]
    heads = [(head.decode(), body == BODY) for head, body in many.requests]
    found["request"] = heads[0]
    nobody = Address("http://127.0.0.1:9/webhook", {}, SECONDS)
    found["nobody"] = await twice(nobody)
    return found


print(json.dumps(asyncio.run(main())))
