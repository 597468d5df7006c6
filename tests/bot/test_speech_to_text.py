"""The adapter to a service that writes down speech, over the wire."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response

from bot.errors import NotUnderstood
from bot.speech_to_text import HttpSpeechToText
from tests.serving import free_port, served


class Service:
    """Somebody's service: `answers` is what it says, `asked` what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answers = Response('{"text": "bijli nahi hai", "confidence": 0.9}')
        self.silent = asyncio.Event()
        self.silent.set()
        self.app = FastAPI()
        self.app.post("/listen")(self._listen)

    async def _listen(self, request: Request) -> Response:
        self.asked.append(
            {
                "audio": await request.body(),
                "type": request.headers["content-type"],
                "language": request.query_params["language"],
                "key": request.headers.get("authorization"),
            }
        )
        await self.silent.wait()
        return self.answers


@pytest.fixture
async def service() -> Service:
    return Service()


@pytest.fixture
async def scribe(service: Service) -> AsyncIterator[HttpSpeechToText]:
    """The adapter, patient for two seconds."""
    async with served(service.app) as url:
        scribe = HttpSpeechToText(f"{url}/listen", "a-key", 2.0)
        yield scribe
        service.silent.set()
        await scribe.close()


async def test_the_audio_goes_over_as_it_is_and_words_come_back(
    service: Service, scribe: HttpSpeechToText
) -> None:
    """With its type, the key, and the language as a hint: Hindi in Latin letters is Hindi."""
    assert await scribe.words_of(b"OggS", "audio/ogg", "hi-Latn") == "bijli nahi hai"
    assert service.asked == [
        {"audio": b"OggS", "type": "audio/ogg", "language": "hi", "key": "Bearer a-key"}
    ]


@pytest.mark.parametrize(
    "answers",
    [
        Response("busy", status_code=503),
        Response("<html>", status_code=200),
        Response('{"words": "…"}'),
        Response('{"text": null}'),
        Response(status_code=302, headers={"Location": "http://elsewhere.invalid/"}),
    ],
)
async def test_whatever_else_it_answers_is_not_understood(
    service: Service, scribe: HttpSpeechToText, answers: Response
) -> None:
    """Asked once: a person waits."""
    service.answers = answers
    with pytest.raises(NotUnderstood):
        await scribe.words_of(b"OggS", "audio/ogg", "en")
    assert len(service.asked) == 1


async def test_nobody_waits_for_it_longer_than_was_set(
    service: Service, scribe: HttpSpeechToText
) -> None:
    """A service that never answers is one that does not understand."""
    service.silent.clear()
    with pytest.raises(NotUnderstood):
        await scribe.words_of(b"OggS", "audio/ogg", "en")


async def test_a_service_that_is_not_there_is_not_understood_either() -> None:
    """Refused connections among them."""
    scribe = HttpSpeechToText(f"http://127.0.0.1:{free_port()}/listen", None, 2.0)
    with pytest.raises(NotUnderstood):
        await scribe.words_of(b"OggS", "audio/ogg", "en")
    await scribe.close()
