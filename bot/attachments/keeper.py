"""Everything about attachments, put together from the settings."""

from collections.abc import Callable
from datetime import datetime

from bot.attachments.files import Files
from bot.attachments.taking import Attachments
from bot.settings import Settings
from bot.speech_to_text import HttpSpeechToText
from bot.store.database import Database


class Keeper:
    """What the gateway starts and ends: the keeping of what is sent, and the writing down of
    voice notes where the operator has a service for it."""

    def __init__(
        self, settings: Settings, database: Database, clock: Callable[[], datetime]
    ) -> None:
        files = Files(settings.media_dir)
        self._speech = _speech(settings)
        self.attachments = Attachments(database, files, clock, self._speech)

    async def close(self) -> None:
        """Close the connections."""
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
