"""What we ask of servers that are not ours, and how much of an answer is read.

A provider that is broken, or somebody in its place, may answer without an end, by drops, or in a
packing that grows a thousandfold. So each client of httpx that asks one is made with `bounded`.
"""

import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx

ANSWER_BYTES = 1024 * 1024
ANSWER_SECONDS = 60.0  # from its head to its end; a pause in it is shorter (httpx's own limits)
#: `extensions` of a request whose reader counts by itself, as whoever fetches a file does.
READER_COUNTS = {"reader_counts": True}


def bounded(
    headers: Mapping[str, str] | None = None, most_bytes: int = ANSWER_BYTES
) -> dict[str, Any]:
    """Arguments of an AsyncClient that sends these headers: an answer of more than `most_bytes`,
    of more than ANSWER_SECONDS, or one that is packed raises httpx.HTTPError."""

    async def bound(answer: httpx.Response) -> None:
        if answer.request.extensions.get("reader_counts"):
            return
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise httpx.DecodingError("packed, though nobody asked for it", request=answer.request)
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        answer.stream = _Bounded(answer.stream, most_bytes)

    # Packed bytes could grow beyond any bound while they are unpacked.
    plain = {"Accept-Encoding": "identity", **(headers or {})}
    return {"headers": plain, "event_hooks": {"response": [bound]}}


class _Bounded(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, most_bytes: int) -> None:
        self._stream = stream
        self._most_bytes = most_bytes
        self._until = time.monotonic() + ANSWER_SECONDS

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = self._most_bytes
        async for part in self._stream:
            left -= len(part)
            if left < 0:
                raise httpx.ReadError("an answer without an end")
            if time.monotonic() > self._until:
                raise httpx.ReadTimeout("an answer by drops")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
