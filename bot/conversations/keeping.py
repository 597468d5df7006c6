"""Storing a message, before anything else is done with it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.conversations.asking import Asking
from bot.conversations.cleaning import cleaned
from bot.conversations.payloads import title_of
from bot.errors import EmptyMessage
from bot.messages import InboundMessage
from bot.people.service import People
from bot.store import inbox
from bot.store.database import Database
from bot.store.work import Work
from bot.storm.danger import speaks_of_danger

# When a message whose process died in the middle of its turn is taken up by the worker.
ABANDONED_AFTER = timedelta(seconds=30)


class Keeping:
    """Puts messages into the inbox: from then on none of them is lost."""

    def __init__(
        self, database: Database, people: People, asking: Asking, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._people = people
        self._asking = asking
        self._clock = clock

    async def keep(self, message: InboundMessage) -> int:
        """Store a message and return its number in the inbox; a repeated one has that of the
        first. Raises UnacceptableMessage, and UnknownConversation."""
        text = await self._words_of(message)
        now = self._clock()
        number = await inbox.keep(
            self._database,
            message.conversation_id,
            message.message_id,
            text=text,
            payload=message.payload,
            media=message.media,
            now=now,
            due_at=now + ABANDONED_AFTER,
            instead=partial(self._without_code, message.conversation_id),
            urgent=speaks_of_danger(text, message.payload),
        )
        self._asking.expect(message.conversation_id, number)
        return number

    async def _without_code(
        self, conversation_id: str, work: Work, text: str
    ) -> tuple[str, str | None]:
        """A one-time code is checked and forgotten in the moment in which it comes."""
        checked = await self._people.checked(work, conversation_id, text)
        return (checked.text, checked.payload) if checked else (text, None)

    async def _words_of(self, message: InboundMessage) -> str | None:
        """What stands in the transcript: a tap's title, cleaned words, or nothing for a photo
        without a caption."""
        if message.made_by_us:
            return None
        if message.payload is not None:
            return await title_of(self._database, message.conversation_id, message.payload)
        try:
            return cleaned(message.text or "")
        except EmptyMessage:
            if message.media is None:
                raise
            return None
