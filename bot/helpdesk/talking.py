"""What staff say in a chat, and what they note for each other."""

from datetime import datetime

from bot.conversations.bell import DESK, Bell
from bot.conversations.cleaning import cleaned
from bot.helpdesk.owning import LEASE, require_holder
from bot.staff.sessions import SignedIn
from bot.store.database import Database
from bot.store.tables import Conversation, Entry


class Talking:
    """Stores words of staff; the channels bring them as they bring the bot's."""

    def __init__(self, database: Database, bell: Bell) -> None:
        self._database = database
        self._bell = bell

    async def say(self, conversation_id: str, staff: SignedIn, text: str, now: datetime) -> int:
        """Say something to the consumer and give the entry's number.

        Raises NotYours, and UnacceptableMessage for nothing or too much. Staff's words are never
        an inbound message, so they cannot reach the bot as the consumer's.
        """
        words = cleaned(text)
        async with self._database.writing() as session:
            case = await require_holder(session, conversation_id, staff.id)
            conversation = await session.get_one(Conversation, conversation_id)
            entry = Entry(
                conversation_id=conversation_id,
                author="staff",
                staff_id=staff.id,
                text=words,
                at=now,
                kind="push",
                language=conversation.language,
                pushed=True,
                outbox=conversation.channel if conversation.channel_user else None,
            )
            session.add(entry)
            case.lease_until = now + LEASE
            await session.flush()
            number = entry.id
        self._bell.ring(conversation_id, conversation.channel, DESK)
        return number

    async def note(self, conversation_id: str, staff: SignedIn, text: str, now: datetime) -> None:
        """Leave a note for colleagues. Whoever may see the chat may note."""
        words = cleaned(text)
        async with self._database.writing() as session:
            session.add(
                Entry(
                    conversation_id=conversation_id,
                    author="note",
                    staff_id=staff.id,
                    text=words,
                    at=now,
                    kind="note",
                )
            )
        self._bell.ring(DESK)
