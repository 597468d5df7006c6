"""What belongs to the people of some conversations, and how it is taken out."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.attachments.files import Files
from bot.attachments.tables import Attachment
from bot.channels.telegram.tables import Arrival as Update
from bot.channels.telegram.tables import Chat
from bot.channels.whatsapp.tables import Arrival as WhatsAppArrival
from bot.channels.whatsapp.tables import Identity, Person
from bot.privacy import wishes
from bot.store.database import Database
from bot.store.tables import Conversation

CONVERSATIONS_AT_ONCE = 50
FILES_AT_ONCE = 20
#: An SMS in one of these states has still to leave the house.
ON_THE_WAY = ("queued", "sending")


async def forget_address(session: AsyncSession, conversations: Sequence[str]) -> None:
    """Take out under which number or name a channel knows them: who writes again is new."""
    for table in (Identity, Person, Chat):
        mine = table.conversation_id.in_(conversations)
        await session.execute(
            delete(table).where(mine).execution_options(synchronize_session=False)
        )
    await session.execute(
        update(Conversation)
        .where(Conversation.id.in_(conversations))
        .values(channel_user=None)
        .execution_options(synchronize_session=False)
    )


async def forget_arrivals(session: AsyncSession, names: Sequence[str]) -> None:
    """Of messages as they came only their ids stay: a channel may bring them again."""
    sent_by = or_(WhatsAppArrival.sender.in_(names), WhatsAppArrival.phone.in_(names))
    await session.execute(
        update(WhatsAppArrival)
        .where(sent_by, WhatsAppArrival.taken_at.is_not(None))
        .values(sender="", phone=None, user_id=None)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(Update)
        .where(Update.chat.in_(names), Update.taken_at.is_not(None))
        .values(chat="")
        .execution_options(synchronize_session=False)
    )


async def names_of(session: AsyncSession, conversation_id: str) -> list[str]:
    """Under which names channels know the person of a conversation."""
    user = select(Conversation.channel_user).where(Conversation.id == conversation_id)
    names = select(Identity.name).where(Identity.conversation_id == conversation_id)
    found = [*(await session.scalars(user)), *(await session.scalars(names))]
    return [name for name in dict.fromkeys(found) if name]


async def remove_attachments(database: Database, files: Files, *which: ColumnElement[bool]) -> int:
    """Throw away files, and then what is noted of them; how many they were."""
    total = 0
    while True:
        async with database.session() as session:
            query = select(Attachment.id).where(*which).limit(FILES_AT_ONCE)
            found = list((await session.scalars(query)).all())
        if not found:
            return total
        for name in found:
            await asyncio.to_thread(files.remove, name)
        async with database.writing() as session:
            await session.execute(delete(Attachment).where(Attachment.id.in_(found)))
        total += len(found)


def silent_since(which: ColumnElement[bool]) -> Callable[[AsyncSession], Awaitable[int]]:
    """Forgets the people of the next conversations in which nobody has written since."""
    known = or_(
        Conversation.channel_user.is_not(None),
        Conversation.token_hash.is_not(None),
        Conversation.consented_at.is_not(None),
    )
    query = select(Conversation.id).where(and_(which, known)).limit(CONVERSATIONS_AT_ONCE)

    async def batch(session: AsyncSession) -> int:
        found = list((await session.scalars(query)).all())
        await wishes.forget_facts(session, found)
        await forget_address(session, found)
        await session.execute(
            update(Conversation).where(Conversation.id.in_(found)).values(token_hash=None)
        )
        return len(found)

    return batch
