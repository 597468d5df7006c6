"""Nobody from outside chooses an address that is asked, or a file that is read."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Response
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot

from bot.attachments.files import Files
from bot.channels.telegram.media import TelegramMedia
from bot.errors import MediaAway, MediaGone, NotUnderstood
from bot.speech_to_text import HttpSpeechToText
from tests.bot.conftest import Gateway
from tests.fakes.telegram import TOKEN
from tests.fakes.telegram.answers import ok
from tests.serving import served

OUTSIDE = [
    "/static/../router.py",
    "/static/%2e%2e/router.py",
    "/static/..%2frouter.py",
    "/static/%2e%2e%2f%2e%2e%2fsettings.py",
    "/static//etc/passwd",
    "/static/..\\router.py",
    "/static/%00",
    "/../../etc/passwd",
    "/locales/en/LC_MESSAGES/messages.po",
]


@pytest.fixture
def somewhere() -> list[str]:
    """The addresses inside our network that were asked, which should be none."""
    return []


@pytest.fixture
async def inside(somewhere: list[str]) -> AsyncIterator[str]:
    """A server of our network, which tells secrets to whoever asks."""
    app = FastAPI()

    @app.api_route("/{path:path}", methods=["GET", "POST"])
    async def tells(path: str) -> Response:
        somewhere.append(path)
        return Response('{"text": "a secret of the network"}')

    async with served(app) as url:
        yield url


@pytest.mark.parametrize(
    "path", ["{inside}/x", "//{inside}/x", "../../../x", "/etc/passwd", "x\n", "\x00", "@{inside}"]
)
async def test_a_path_of_telegrams_leads_to_telegram_alone(
    path: str, inside: str, somewhere: list[str]
) -> None:
    """Whatever it says, it is looked for under the Bot API's own address, and no file is read."""
    app = FastAPI()

    @app.post("/bot{token}/getFile")
    async def tells(token: str) -> Response:
        found = {"file_id": "f", "file_unique_id": "u", "file_path": path.format(inside=inside)}
        return ok(found)

    @app.get("/{rest:path}")
    async def leads(rest: str) -> Response:
        return Response(status_code=302, headers={"Location": f"{inside}/led"})

    async with served(app) as url:
        media = TelegramMedia(Bot(TOKEN, f"{url}/bot", f"{url}/file/bot"))
        with pytest.raises((MediaAway, MediaGone)):
            await media.fetch({"id": "f"}, 1000)
        await media.close()
    assert somewhere == []


async def test_a_service_that_leads_elsewhere_is_not_followed(
    inside: str, somewhere: list[str]
) -> None:
    """The voice of a person and our key go to the address that was set, and no further."""
    app = FastAPI()

    @app.post("/listen")
    async def leads() -> Response:
        return Response(status_code=307, headers={"Location": f"{inside}/listen"})

    async with served(app) as url:
        scribe = HttpSpeechToText(f"{url}/listen", "a-key", 5.0)
        with pytest.raises(NotUnderstood):
            await scribe.words_of(b"OggS", "audio/ogg", "hi")
        await scribe.close()
    assert somewhere == []


async def test_no_address_leads_out_of_the_pages(gateway: Gateway) -> None:
    """Sent as it is: a client of good manners would have tidied it up."""
    async with gateway() as url:
        for path in OUTSIDE:
            answer = await as_it_is(url, path)
            assert answer.startswith((b"HTTP/1.1 404", b"HTTP/1.1 400")), (path, answer)


@pytest.mark.parametrize("language", ["../../../etc/passwd", "..%2f..", "en%00", "en.po"])
async def test_no_language_leads_to_another_file(gateway: Gateway, language: str) -> None:
    """One that there is not is Hindi."""
    async with gateway() as url:
        assert b'<html lang="hi"' in await as_it_is(url, f"/?language={language}")


async def as_it_is(url: str, path: str) -> bytes:
    """The whole answer to a request for this very path."""
    host, _, port = url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    try:
        return await reader.read()
    finally:
        writer.close()


@given(name=st.text(max_size=40) | st.sampled_from(["../" * 12, "." * 36, "a/../" * 7 + "a"]))
def test_no_name_leads_out_of_the_folder_of_files(name: str) -> None:
    """Files have names of our own; any other is not even looked for."""
    files = Files(Path("/nowhere"))
    with pytest.raises((ValueError, FileNotFoundError)):
        files.read(name)
