"""Whose conversation a message belongs to.

Since 2026 a person may come with a phone number, a business-scoped user id, or both. The user
id is the person's own; a phone number passes on to others when it is given up.
"""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.whatsapp.tables import Arrival, Identity, Person
from bot.conversations import Conversations
from bot.people.numbers import mobile_of
from bot.people.proofs import prove, proved
from bot.store.database import Database

CHANNEL = "whatsapp"
# Whoever writes very fast is told once that their messages wait, not at each of them.
SLOWED_ONCE_IN = timedelta(minutes=10)


async def conversation_of(
    database: Database, conversations: Conversations, arrival: Arrival, now: datetime
) -> str:
    """The conversation of whoever sent a message, opened if new.

    Notes that the person wrote, which opens the 24 hours in which free words may follow, lets
    letters go that were held for it, and counts the number they wrote from as theirs.
    """
    found = await _found(database, arrival.phone, arrival.user_id)
    if found is None:
        opened = await conversations.open(CHANNEL, arrival.user_id or arrival.phone)
        found = opened.conversation_id
    try:
        await _note(database, found, arrival, now)
    except IntegrityError:
        # Another process noted the same person in between: now there are rows to change.
        await _note(database, found, arrival, now)
    return found


async def slowed(session: AsyncSession, conversation_id: str, now: datetime) -> bool:
    """Note, in the caller's transaction, that a person hears of a pause; False if they just
    did."""
    noted = await session.execute(
        update(Person)
        .where(
            Person.conversation_id == conversation_id,
            or_(Person.slowed_at.is_(None), Person.slowed_at < now - SLOWED_ONCE_IN),
        )
        .values(slowed_at=now)
        .returning(Person.conversation_id)
    )
    return noted.first() is not None


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


async def _note(database: Database, conversation_id: str, arrival: Arrival, now: datetime) -> None:
    names = [name for name in (arrival.phone, arrival.user_id) if name]
    # Only Meta's word for where a message came from shows who holds a number.
    own = mobile_of(arrival.phone) if arrival.phone and arrival.from_phone else None
    new = own is not None and own not in await proved(database, conversation_id, now)
    async with database.writing() as session:
        if arrival.phone:
            await _part_from(session, arrival.phone, conversation_id)
        for name in names:
            await session.merge(Identity(name=name, conversation_id=conversation_id))
        await _note_person(session, conversation_id, names[0], arrival.said_at, now)
        if own and new:
            await prove(session, conversation_id, own, "whatsapp", now)


async def _part_from(session: AsyncSession, phone: str, conversation_id: str) -> None:
    """Whoever had this number before is written to by user id from now on: what is meant for
    them must not reach its new holder."""
    known = await session.get(Identity, phone)
    if known is None or known.conversation_id == conversation_id:
        return
    before = known.conversation_id
    names = await session.scalars(select(Identity.name).where(Identity.conversation_id == before))
    user_id = next((name for name in names if not name.isdigit()), None)
    if user_id:
        await session.execute(
            update(Person)
            .where(Person.conversation_id == before, Person.address == phone)
            .values(address=user_id)
        )


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
