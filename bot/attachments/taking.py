"""At its turn, what a message bears is fetched, checked and kept."""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from bot.attachments import records
from bot.attachments.files import Files
from bot.attachments.kinds import MOST_BYTES, mime_type_of
from bot.attachments.source import MediaSource
from bot.attachments.tables import Attachment
from bot.conversations.cleaning import cleaned
from bot.errors import MediaAway, MediaGone, NotUnderstood, UnacceptableMessage
from bot.messages import Media
from bot.speech_to_text import SpeechToText
from bot.store.database import Database
from bot.store.inbox import Waiting

log = logging.getLogger(__name__)

FETCH_SECONDS = 20.0
#: After so many tries the person is answered without it: their words count more.
MOST_TRIES = 3
#: Files of one conversation; nobody shall fill the disk.
MOST_A_DAY = 30
#: Each holds up to 16 MB in memory.
FETCHED_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of the fetching: the bytes, or the reason why there are none."""

    content: bytes = b""
    mime_type: str | None = None
    why: str | None = None


def id_of(conversation_id: str, message_id: str) -> str:
    """The id of what a message bears: the same at every try, so that nothing is kept twice."""
    return str(uuid5(NAMESPACE_URL, f"{conversation_id}/{message_id}"))


class Attachments:
    """Keeps what people send. `sources` are filled in as channels start."""

    def __init__(
        self,
        database: Database,
        files: Files,
        clock: Callable[[], datetime],
        speech: SpeechToText | None = None,
    ) -> None:
        self.sources: dict[str, MediaSource] = {}
        self._database = database
        self._files = files
        self._clock = clock
        self._speech = speech
        self._few = asyncio.Semaphore(FETCHED_AT_ONCE)

    async def of_message(self, waiting: Waiting) -> Attachment | None:
        """What an earlier try of this turn kept or refused already."""
        if waiting.media is None:
            return None
        return await records.of_message(self._database, waiting.inbound.id)

    async def take(self, waiting: Waiting, channel: str, language: str) -> Attachment | None:
        """What a message bears, kept or refused; None for words and places.

        Raises MediaAway while it may still be had later.
        """
        media = waiting.media
        if media is None or media.sort == "location":
            return None
        if await self.full(waiting.inbound.conversation_id):
            fetched = Fetched(why="too_many")
        else:
            async with self._few:
                fetched = await self._fetched(media, channel, waiting.inbound.failures)
        attachment = self._described(waiting, media, fetched)
        if fetched.why is None:
            await asyncio.to_thread(self._files.write, attachment.id, fetched.content)
            attachment.words = await self._spoken(fetched, media, language)
        else:
            log.warning("%s of message %s: %s", media.sort, waiting.inbox_id, fetched.why)
        await records.keep(self._database, attachment)
        return attachment

    async def full(self, conversation_id: str) -> bool:
        """Whether a conversation has sent as much today as is kept of one."""
        since = self._clock() - timedelta(days=1)
        return await records.kept_since(self._database, conversation_id, since) >= MOST_A_DAY

    async def _fetched(self, media: Media, channel: str, failures: int) -> Fetched:
        source, most = self.sources.get(channel), MOST_BYTES.get(media.sort, 0)
        if source is None:
            return Fetched(why="gone")
        if (media.size or 0) > most:
            return Fetched(why="too_big")
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                content = await source.fetch(media.pointer, most)
        except MediaGone:
            return Fetched(why="gone")
        except (MediaAway, TimeoutError) as error:
            if failures + 1 >= MOST_TRIES:
                return Fetched(why="gone")
            raise MediaAway(str(error)) from error
        return _checked(content, media, most)

    def _described(self, waiting: Waiting, media: Media, fetched: Fetched) -> Attachment:
        inbound, kept = waiting.inbound, fetched.why is None
        return Attachment(
            id=id_of(inbound.conversation_id, inbound.message_id),
            conversation_id=inbound.conversation_id,
            inbound_id=inbound.id,
            sort=media.sort,
            status="kept" if kept else "refused",
            why=fetched.why,
            mime_type=fetched.mime_type,
            size=len(fetched.content) if kept else media.size,
            sha256=hashlib.sha256(fetched.content).hexdigest() if kept else None,
            file_name=_printable(media.file_name),
            kept_at=self._clock(),
        )

    async def _spoken(self, fetched: Fetched, media: Media, language: str) -> str | None:
        if self._speech is None or media.sort != "voice":
            return None
        try:
            heard = await self._speech.words_of(fetched.content, str(fetched.mime_type), language)
            return cleaned(heard)
        except NotUnderstood as error:
            log.warning("a voice note was not written down: %s", error)
        except UnacceptableMessage:  # silence, or a speech of half an hour
            log.info("a voice note holds no message")
        return None


def _checked(content: bytes, media: Media, most: int) -> Fetched:
    if len(content) > most:
        return Fetched(why="too_big")
    stated = (media.sha256 or "").lower()
    if stated and hashlib.sha256(content).hexdigest() != stated:
        return Fetched(why="changed")
    mime_type = mime_type_of(content, media.sort)
    return Fetched(content, mime_type) if mime_type else Fetched(why="another_kind")


def _printable(name: str | None) -> str | None:
    """Their name for it, for people to read; no file is ever called so."""
    return "".join(sign for sign in name or "" if sign.isprintable())[:200] or None
