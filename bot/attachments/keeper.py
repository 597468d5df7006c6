"""Everything about attachments, put together from the settings."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.attachments.files import Files
from bot.attachments.porter import Porter
from bot.attachments.taking import Attachments
from bot.attachments.uploads import Uploads
from bot.backend import connect
from bot.conversations.bell import Bell
from bot.settings import Settings
from bot.speech_to_text import HttpSpeechToText
from bot.store.database import Database

#: A film over a slow line; nobody waits for it.
SECONDS_OF_A_READ = 20.0
SECONDS_OF_A_FILE = 60.0


class Keeper:
    """What the gateway starts and ends: the keeping of what is sent (`files` holds the bytes),
    the writing down of voice notes where the operator has a service for it, and the way of files
    to their tickets where the gateway has the backend's key (without it they wait)."""

    def __init__(
        self, settings: Settings, database: Database, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._clock = clock
        self.files = Files(settings.media_dir)
        self._speech = _speech(settings)
        self._backend = connect(settings, SECONDS_OF_A_READ, SECONDS_OF_A_FILE)
        self._carrying: asyncio.Task[None] | None = None
        self.attachments = Attachments(database, self.files, clock, self._speech)
        self.uploads = Uploads(self.files)

    def start(self, bell: Bell) -> None:
        """Bring to their tickets what is tied to one, now and from now on."""
        if self._backend:
            porter = Porter(self._database, self.files, self._backend, bell, self._clock)
            self._carrying = asyncio.create_task(porter.carry())

    async def close(self) -> None:
        """End the bringing and close the connections."""
        if self._carrying:
            self._carrying.cancel()
            await asyncio.gather(self._carrying, return_exceptions=True)
        if self._backend:
            await self._backend.aclose()
        if self._speech:
            await self._speech.close()


def _speech(settings: Settings) -> HttpSpeechToText | None:
    if not settings.speech_to_text_url:
        return None
    key = settings.speech_to_text_key
    return HttpSpeechToText(
        settings.speech_to_text_url,
        key.get_secret_value() if key else None,
        settings.speech_to_text_seconds,
    )
