"""What is to be said to people on Telegram, and how far it got; each bubble brought once.

Telegram has no key by which it would know a message that it is sent twice. So a part is noted
before it is sent, and one whose answer was lost on the way is sent again: the person would
rather read a sentence twice than wait for one that never comes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.channels.telegram import chats
from bot.channels.telegram.chats import CHANNEL
from bot.channels.telegram.tables import Chat, Letter
from bot.messages import Reply
from bot.store.database import Database
from bot.store.outbox import as_reply
from bot.store.tables import Conversation, Entry


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A bubble that is still to be brought, with how its chat stands and what was tried."""

    conversation_id: str
    chat: str
    reply: Reply
    buttons_up: bool
    letters: dict[int, Letter]


async def conversations_due(database: Database, now: datetime) -> list[str]:
    """Conversations with something to bring that may be brought now."""
    may_be = or_(Chat.conversation_id.is_(None), Chat.send_after <= now)
    query = _waiting(Entry.conversation_id).where(may_be).distinct()
    async with database.session() as session:
        return list((await session.scalars(query)).all())


async def next_due(database: Database, now: datetime) -> datetime | None:
    """When the first of those may be brought that may not be brought yet."""
    query = _waiting(func.min(Chat.send_after)).where(Chat.send_after > now)
    async with database.session() as session:
        due: datetime | None = await session.scalar(query)
    return due


async def next_bubble(database: Database, conversation_id: str, now: datetime) -> Outgoing | None:
    """The oldest bubble of a conversation, unless it has to wait."""
    query = (
        select(Entry)
        .where(Entry.conversation_id == conversation_id, _undelivered())
        .order_by(Entry.id)
        .limit(1)
    )
    async with database.writing() as session:
        await chats.known(session, conversation_id, now)
        chat = await session.get_one(Chat, conversation_id)
        conversation = await session.get_one(Conversation, conversation_id)
        entry = await session.scalar(query)
        if entry is None or conversation.channel_user is None or chat.send_after > now:
            return None
        tried = await session.scalars(select(Letter).where(Letter.entry == entry.id))
        return Outgoing(
            conversation_id,
            conversation.channel_user,
            as_reply(entry),
            chat.buttons_up,
            {letter.part: letter for letter in tried},
        )


async def begin(database: Database, outgoing: Outgoing, part: int, now: datetime) -> Letter:
    """Note a part before it is sent."""
    entry = outgoing.reply.id
    async with database.writing() as session:
        query = select(Letter).where(Letter.entry == entry, Letter.part == part)
        letter: Letter | None = await session.scalar(query)
        if letter is None:
            conversation_id = outgoing.conversation_id
            letter = Letter(conversation_id=conversation_id, entry=entry, part=part, tries=0)
            session.add(letter)
        letter.status, letter.reason, letter.at = "sending", None, now
        letter.tries += 1
    return letter


async def sent(database: Database, letter: Letter, now: datetime) -> None:
    """Telegram has taken a part."""
    async with database.writing() as session:
        await _set(session, letter, "sent", None, now)


async def brought(database: Database, outgoing: Outgoing, now: datetime, buttons_up: bool) -> None:
    """All parts are with Telegram: the next bubble may go."""
    async with database.writing() as session:
        await _delivered(session, outgoing.reply.id, now)
        await chats.show_buttons(session, outgoing.conversation_id, buttons_up)


async def put_off(
    database: Database, letter: Letter, reason: str, until: datetime, *, counted: bool
) -> None:
    """Write to this chat again at `until`; `counted`: as one more try of this part."""
    async with database.writing() as session:
        current = await session.get_one(Letter, letter.id)
        current.reason, current.tries = reason[:200], current.tries - (not counted)
        await chats.send_after(session, letter.conversation_id, until)


async def fail(
    database: Database, letter: Letter, reason: str, now: datetime, *, blocked: bool
) -> None:
    """Give a bubble up; it stays visible. `blocked`: the person wants to hear nothing."""
    async with database.writing() as session:
        await _set(session, letter, "failed", reason, now)
        await _delivered(session, letter.entry, now)
        if blocked:
            await chats.blocked(session, letter.conversation_id, now)


async def dead(database: Database) -> list[Letter]:
    """What was given up, oldest first."""
    query = select(Letter).where(Letter.status == "failed").order_by(Letter.id)
    async with database.session() as session:
        return list((await session.scalars(query)).all())


async def send_again(database: Database, letter_id: int, now: datetime) -> bool:
    """Bring a bubble that was given up once more, its unsent parts only; False if it is none."""
    async with database.writing() as session:
        gone = await session.execute(
            delete(Letter)
            .where(Letter.id == letter_id, Letter.status == "failed")
            .returning(Letter.entry, Letter.conversation_id)
        )
        found = gone.first()
        if found is None:
            return False
        entry, conversation_id = found
        await session.execute(update(Entry).where(Entry.id == entry).values(delivered_at=None))
        await chats.heard_from(session, conversation_id, now)
        return True


async def _set(
    session: AsyncSession, letter: Letter, status: str, reason: str | None, now: datetime
) -> None:
    values = {"status": status, "reason": reason and reason[:200], "at": now}
    await session.execute(update(Letter).where(Letter.id == letter.id).values(**values))


async def _delivered(session: AsyncSession, entry: int, now: datetime) -> None:
    await session.execute(update(Entry).where(Entry.id == entry).values(delivered_at=now))


def _waiting(what: ColumnElement[Any] | InstrumentedAttribute[str]) -> Select[Any]:
    return (
        select(what)
        .select_from(Entry)
        .outerjoin(Chat, Chat.conversation_id == Entry.conversation_id)
        .where(_undelivered())
    )


def _undelivered() -> ColumnElement[bool]:
    return and_(Entry.outbox == CHANNEL, Entry.delivered_at.is_(None))
