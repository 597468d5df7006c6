"""Fetches what people send by Telegram: its id leads to a path, the path to the bytes.

Source: Telegram's Bot API, getFile: at most 20 MB, and the path holds for an hour at least. It
is asked for anew at every fetch, so that it is never too old.
"""

import asyncio

import httpx
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.channels import download
from bot.errors import MediaAway, MediaGone
from bot.outward import READER_COUNTS, bounded

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
MOST_SECONDS = 60.0
EXPIRED = {404, 410}


class TelegramMedia:
    """The MediaSource of this channel; `pointer` holds Telegram's `id` of the file."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
        self._http = httpx.AsyncClient(**bounded(), timeout=timeout)

    async def fetch(self, pointer: dict[str, str], most_bytes: int) -> bytes:
        """The bytes, at most one more than `most_bytes`. Raises MediaGone, MediaAway."""
        try:
            async with asyncio.timeout(MOST_SECONDS):
                file = await self._bot.get_file(pointer["id"])
                return await self._read(file.file_path or "", most_bytes)
        except BadRequest as error:
            # Over 20 MB, or an id that Telegram knows no more.
            raise MediaGone from error
        except (TelegramError, httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            raise MediaAway from error

    async def close(self) -> None:
        """Give all connections back."""
        await self._http.aclose()

    async def _read(self, address: str, most_bytes: int) -> bytes:
        async with self._http.stream("GET", address, extensions=READER_COUNTS) as answer:
            if answer.status_code in EXPIRED:
                raise MediaGone
            answer.raise_for_status()
            return await download.bounded(answer, most_bytes)
