"""Whose conversation a message belongs to.

Since 2026 a person may come with a phone number, a business-scoped user id, or both. The user
id is the person's own; a phone number passes on to others when it is given up.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.whatsapp.tables import Identity, Person
from bot.conversations import Conversations
from bot.store.database import Database

CHANNEL = "whatsapp"


async def conversation_of(
    database: Database,
    conversations: Conversations,
    phone: str | None,
    user_id: str | None,
    said_at: datetime,
    now: datetime,
) -> str:
    """The conversation of whoever bears these names (at least one is given), opened if new.

    Notes that the person wrote at `said_at`, which opens the 24 hours in which free words may
    follow, and lets letters go that were held for it.
    """
    found = await _found(database, phone, user_id)
    if found is None:
        found = (await conversations.open(CHANNEL, user_id or phone)).conversation_id
    try:
        await _note(database, found, phone, user_id, said_at, now)
    except IntegrityError:
        # Another process noted the same person in between: now there are rows to change.
        await _note(database, found, phone, user_id, said_at, now)
    return found


async def _found(database: Database, phone: str | None, user_id: str | None) -> str | None:
    async with database.session() as session:
        by_id = await session.get(Identity, user_id) if user_id else None
        by_phone = await session.get(Identity, phone) if phone else None
        if by_id or by_phone is None or user_id is None:
            found = by_id or by_phone
            return found.conversation_id if found else None
        # A known phone number and a new user id: the same person, unless the number's
        # conversation is already somebody else's, who has given the number up.
        names = await session.scalars(
            select(Identity.name).where(Identity.conversation_id == by_phone.conversation_id)
        )
        taken = any(not name.isdigit() for name in names)
        return None if taken else by_phone.conversation_id


async def _note(
    database: Database,
    conversation_id: str,
    phone: str | None,
    user_id: str | None,
    said_at: datetime,
    now: datetime,
) -> None:
    async with database.writing() as session:
        for name in filter(None, (phone, user_id)):
            await session.merge(Identity(name=name, conversation_id=conversation_id))
        await _note_person(session, conversation_id, phone or user_id or "", said_at, now)


async def _note_person(
    session: AsyncSession, conversation_id: str, address: str, said_at: datetime, now: datetime
) -> None:
    person = await session.get(Person, conversation_id, with_for_update=True)
    if person is None:
        session.add(
            Person(
                conversation_id=conversation_id, address=address, heard_at=said_at, send_after=now
            )
        )
        return
    # A user id alone is no reason to forget a number that is still theirs.
    if address.isdigit() or not person.address.isdigit():
        person.address = address
    person.heard_at = max(person.heard_at, said_at)
    person.send_after = person.send_after or now
