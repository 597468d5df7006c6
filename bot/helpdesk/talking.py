"""What staff say in a chat, and what they note for each other."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.conversations.bell import DESK, Bell
from bot.conversations.cleaning import cleaned
from bot.helpdesk.errors import UnknownTemplate, WindowIsClosed
from bot.helpdesk.owning import LEASE, require_holder
from bot.helpdesk.window import Window, Windows
from bot.staff.sessions import SignedIn
from bot.store.database import Database
from bot.store.tables import Conversation, Entry

# What is said, and the bubble of the catalogue that it is; the window may forbid it.
_Chosen = Callable[[Window | None], tuple[str, dict[str, Any] | None]]


class Talking:
    """Stores words of staff; the channels bring them as they bring the bot's."""

    def __init__(self, database: Database, bell: Bell, windows: Windows | None = None) -> None:
        self._database = database
        self._bell = bell
        self._windows = windows

    async def say(self, conversation_id: str, staff: SignedIn, text: str, now: datetime) -> int:
        """Say something to the consumer and give the entry's number.

        Raises NotYours, WindowIsClosed, and UnacceptableMessage for nothing or too much. Staff's
        words are never an inbound message, so they cannot reach the bot as the consumer's.
        """
        words = cleaned(text)

        def free(window: Window | None) -> tuple[str, None]:
            if window and not window.is_open:
                raise WindowIsClosed(conversation_id)
            return words, None

        return await self._store(conversation_id, staff, now, free)

    async def send_template(
        self, conversation_id: str, staff: SignedIn, key: str, now: datetime
    ) -> int:
        """Say what WhatsApp has approved for any time. Raises NotYours, and UnknownTemplate."""

        def template(window: Window | None) -> tuple[str, dict[str, Any]]:
            if window is None or key not in window.templates:
                raise UnknownTemplate(key)
            return window.templates[key], {"say": key, "args": {}, "choices": []}

        return await self._store(conversation_id, staff, now, template)

    async def note(self, conversation_id: str, staff: SignedIn, text: str, now: datetime) -> None:
        """Leave a note for colleagues. Whoever may see the chat may note."""
        words = cleaned(text)
        async with self._database.writing() as session:
            session.add(note_of(conversation_id, staff, words, now))
        self._bell.ring(DESK)

    async def _store(
        self, conversation_id: str, staff: SignedIn, now: datetime, chosen: _Chosen
    ) -> int:
        async with self._database.writing() as session:
            case = await require_holder(session, conversation_id, staff.id)
            conversation = await session.get_one(Conversation, conversation_id)
            window = await self._windows.of(session, conversation, now) if self._windows else None
            words, bubble = chosen(window)
            entry = _entry(conversation, staff, words, bubble, now)
            session.add(entry)
            case.lease_until = now + LEASE
            await session.flush()
            number = entry.id
        self._bell.ring(conversation_id, conversation.channel, DESK)
        return number


def note_of(conversation_id: str, staff: SignedIn, words: str, now: datetime) -> Entry:
    """A note for colleagues, not stored yet."""
    return Entry(
        conversation_id=conversation_id,
        author="note",
        staff_id=staff.id,
        text=words,
        at=now,
        kind="note",
    )


def _entry(
    conversation: Conversation,
    staff: SignedIn,
    words: str,
    bubble: dict[str, Any] | None,
    now: datetime,
) -> Entry:
    return Entry(
        conversation_id=conversation.id,
        author="staff",
        staff_id=staff.id,
        text=words,
        at=now,
        kind="push",
        bubble=bubble,
        language=conversation.language,
        pushed=True,
        outbox=conversation.channel if conversation.channel_user else None,
    )
