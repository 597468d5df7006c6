"""Spoken words as text: a port, off by default, and an adapter to a service by HTTP.

The service is the operator's choice: it takes the audio as the body of a POST with its
Content-Type and the query `language` (hi or en, a hint), and answers {"text": "…"}.
"""

import asyncio
from typing import Protocol

import httpx
from pydantic import BaseModel, ValidationError

from bot.errors import NotUnderstood
from bot.outward import bounded

CONNECT_SECONDS = 2.0


class SpeechToText(Protocol):
    """Writes down what is said in a voice note."""

    async def words_of(self, audio: bytes, mime_type: str, language: str) -> str:
        """The words, "" for none; `language` is hi, hi-Latn or en, a hint.

        Raises NotUnderstood if it cannot be told now.
        """


class _Heard(BaseModel):
    text: str


class HttpSpeechToText:
    """The adapter. `url` is the whole address, `key` goes along as a bearer token."""

    def __init__(self, url: str, key: str | None, timeout_seconds: float) -> None:
        self._url = url
        self._seconds = timeout_seconds
        self._client = httpx.AsyncClient(
            **bounded({"Authorization": f"Bearer {key}"} if key else None),
            timeout=httpx.Timeout(timeout_seconds, connect=CONNECT_SECONDS),
        )

    async def words_of(self, audio: bytes, mime_type: str, language: str) -> str:
        """Ask the service once: a person waits, and the note is kept either way."""
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._client.post(
                    self._url,
                    params={"language": language.partition("-")[0]},
                    headers={"Content-Type": mime_type},
                    content=audio,
                )
            answer.raise_for_status()
            return _Heard.model_validate_json(answer.content).text
        except (httpx.HTTPError, TimeoutError, ValidationError) as error:
            raise NotUnderstood(type(error).__name__) from error

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
