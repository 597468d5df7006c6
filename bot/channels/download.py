"""Reads what somebody else's server gives out, and no more of it than we want."""

import httpx


async def bounded(answer: httpx.Response, most_bytes: int) -> bytes:
    """The body as it comes over the wire, at most one byte more than `most_bytes`, so that the
    reader sees that there was more."""
    found = bytearray()
    async for part in answer.aiter_raw():
        found += part
        if len(found) > most_bytes:
            break
    return bytes(found[: most_bytes + 1])
