"""Every webhook's body has an end, and nothing that comes is unpacked."""

import gzip
import struct
import zlib

import httpx
import pytest
from fastapi import FastAPI, Response

from bot.channels.telegram import webhook as telegram
from bot.channels.web import body as others
from bot.channels.whatsapp import webhook as whatsapp
from bot.channels.whatsapp.graph import Graph
from bot.channels.whatsapp.media import WhatsAppMedia
from tests.bot.chat import Chat
from tests.fakes.sms import HOOK_SECRET
from tests.fakes.whatsapp import NUMBER, TOKEN, signed
from tests.serving import served

MEGABYTE = 1024 * 1024
MOST = {
    whatsapp.PATH: whatsapp.MOST_BYTES,
    telegram.PATH: telegram.MOST_BYTES,
    "/hooks/notices": others.MOST_BYTES,
    f"/hooks/sms/generic/{HOOK_SECRET}": others.MOST_BYTES,
    f"/hooks/missed-call/exotel/{HOOK_SECRET}": others.MOST_BYTES,
    "/api/conversations": others.MOST_BYTES,
}


@pytest.mark.parametrize(("path", "most"), MOST.items())
async def test_a_body_without_end_is_refused_at_every_door(
    house: str, path: str, most: int
) -> None:
    """By 413, before it is read whole; a body of just that size is read."""
    async with httpx.AsyncClient(base_url=house, timeout=60) as client:
        assert (await client.post(path, content=b" " * most)).status_code != 413
        assert (await client.post(path, content=b" " * (most + 1))).status_code == 413


async def test_a_signed_body_that_is_packed_is_no_notice(house: str) -> None:
    """50 KB that would be 50 MB: Meta packs nothing, so nothing is unpacked."""
    bomb = gzip.compress(b'{"entry": [' + b" " * 50 * MEGABYTE + b"]}")
    headers = {"X-Hub-Signature-256": signed(bomb), "Content-Encoding": "gzip"}
    async with httpx.AsyncClient(base_url=house, timeout=60) as client:
        answer = await client.post(whatsapp.PATH, content=bomb, headers=headers)
    assert answer.status_code == 400


async def test_a_picture_of_gigabytes_stays_as_small_as_it_came(house: str) -> None:
    """50,000 by 50,000 dots in a few kilobytes: it is kept and never opened."""
    async with Chat.opened(house) as chat:
        answer = await chat.client.post(
            f"{chat.path}/attachments",
            params={"message_id": "bomb"},
            content=picture(50_000),
            headers=chat.headers,
        )
    assert answer.status_code == 200, answer.text


async def test_a_file_that_comes_packed_is_not_unpacked() -> None:
    """What a provider's server gives out is bounded as it comes over the wire."""
    app, bomb = FastAPI(), gzip.compress(b"\xff\xd8\xff" + b"\x00" * 50 * MEGABYTE)

    @app.get("/v1/7")
    async def tells() -> dict[str, str]:
        return {"url": f"{here}/v1/bytes"}

    @app.get("/v1/bytes")
    async def gives() -> Response:
        return Response(bomb, headers={"Content-Encoding": "gzip"})

    async with served(app) as here:
        graph = Graph(f"{here}/v1", NUMBER, TOKEN)
        content = await WhatsAppMedia(graph).fetch({"id": "7"}, MEGABYTE)
        await graph.close()
    assert content == bomb


def picture(side: int) -> bytes:
    """A PNG that says it is a square of so many dots, all of them white."""
    packed = zlib.compress(b"\xff" * MEGABYTE)
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    )
