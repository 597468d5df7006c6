"""What is to be said to people on WhatsApp, and how far it got; each letter written once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.whatsapp.people import CHANNEL
from bot.channels.whatsapp.receipts import RANK, advance
from bot.channels.whatsapp.tables import Letter, Person
from bot.messages import Reply
from bot.store.database import Database
from bot.store.outbox import as_reply
from bot.store.tables import Entry

WINDOW = timedelta(hours=24)
BUBBLES_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """The bubbles that belong together and are still to be brought, with what was tried."""

    conversation_id: str
    address: str
    heard_at: datetime
    replies: tuple[Reply, ...]
    letters: dict[int, Letter]

    @property
    def entries(self) -> list[int]:
        """The numbers of its bubbles."""
        return [reply.id for reply in self.replies]

    def window_is_open(self, now: datetime) -> bool:
        """Whether free words may be sent: the person wrote within 24 hours."""
        return now - self.heard_at < WINDOW


async def conversations_due(database: Database, now: datetime) -> list[str]:
    """Conversations with something to bring that may be brought now."""
    query = (
        select(Person.conversation_id).where(_has_bubbles(), Person.send_after <= now).distinct()
    )
    async with database.session() as session:
        return list((await session.scalars(query)).all())


async def next_due(database: Database, now: datetime) -> datetime | None:
    """When the first of those may be brought that may not be brought yet."""
    query = select(func.min(Person.send_after)).where(_has_bubbles(), Person.send_after > now)
    async with database.session() as session:
        due: datetime | None = await session.scalar(query)
    return due


async def next_answer(database: Database, conversation_id: str, now: datetime) -> Answer | None:
    """The oldest bubbles of a conversation, unless they have to wait."""
    bubbles = (
        select(Entry)
        .where(
            Entry.conversation_id == conversation_id,
            Entry.outbox == CHANNEL,
            Entry.delivered_at.is_(None),
        )
        .order_by(Entry.id)
        .limit(BUBBLES_AT_ONCE)
    )
    async with database.session() as session:
        person = await session.get(Person, conversation_id)
        entries = _belonging_together((await session.scalars(bubbles)).all())
        if not entries or person is None or person.send_after is None or person.send_after > now:
            return None
        tried = await session.scalars(select(Letter).where(Letter.first_entry == entries[0].id))
        letters = {letter.part: letter for letter in tried}
    replies = tuple(as_reply(entry) for entry in entries)
    return Answer(conversation_id, person.address, person.heard_at, replies, letters)


async def begin(
    database: Database, answer: Answer, part: int, now: datetime, send_after: datetime
) -> Letter | None:
    """Note a part before it is sent; if this process dies, nobody sends it before `send_after`.

    None if a status told meanwhile that it went out after all.
    """
    async with database.writing() as session:
        letter = await _letter(session, answer, part)
        if letter.status is not None and RANK[letter.status] > 0:
            return None
        letter.status, letter.code, letter.at = "sending", None, now
        letter.tries += 1
        await _send_after(session, answer.conversation_id, send_after)
    return letter


async def sent(database: Database, letter: Letter, wamid: str, now: datetime) -> bool:
    """WhatsApp has taken a letter; False if a status told before that it then failed."""
    async with database.writing() as session:
        current = await session.get_one(Letter, letter.id, with_for_update=True)
        if RANK[current.status] == 0 and current.code is not None:
            return False
        await advance(session, current, "sent", wamid, now)
        await _send_after(session, letter.conversation_id, now)
        return True


async def brought(database: Database, answer: Answer, now: datetime) -> None:
    """All parts are with WhatsApp, or will never be: the next answer may go.

    Unless a status told meanwhile that one of them failed and is to be sent again.
    """
    first = answer.entries[0]
    parts = select(Letter).where(Letter.first_entry == first).order_by(Letter.id)
    async with database.writing() as session:
        letters = await session.scalars(parts.with_for_update())
        if any(RANK[letter.status] == 0 for letter in letters):
            return
        await session.execute(
            update(Entry).where(Entry.id.in_(answer.entries)).values(delivered_at=now)
        )
        await _send_after(session, answer.conversation_id, now)


async def put_off(
    database: Database,
    letter: Letter,
    code: int | None,
    now: datetime,
    pause: timedelta,
    *,
    counted: bool,
) -> None:
    """Try a letter again after a pause; `counted`: it was its own fault that it did not go."""
    async with database.writing() as session:
        current = await session.get_one(Letter, letter.id, with_for_update=True)
        # A status may have told meanwhile that it went out after all.
        went = RANK[current.status] > 0
        if not went:
            current.code, current.tries = code, current.tries - (not counted)
        await _send_after(session, letter.conversation_id, now if went else now + pause)


async def hold(
    database: Database, answer: Answer, part: int, code: int | None, now: datetime
) -> None:
    """Keep an answer until the person writes again."""
    async with database.writing() as session:
        letter = await _letter(session, answer, part)
        letter.status, letter.code, letter.at = "held", code, now
        person = await session.get_one(Person, answer.conversation_id, with_for_update=True)
        # They may have written while WhatsApp was asked.
        person.send_after = None if person.heard_at == answer.heard_at else now


async def fail(database: Database, letter: Letter, code: int | None, now: datetime) -> None:
    """Give a letter up; it stays visible."""
    async with database.writing() as session:
        current = await session.get_one(Letter, letter.id, with_for_update=True)
        if RANK[current.status] < RANK["failed"]:
            current.status, current.code, current.at = "failed", code, now


async def _letter(session: AsyncSession, answer: Answer, part: int) -> Letter:
    first = answer.entries[0]
    query = select(Letter).where(Letter.first_entry == first, Letter.part == part)
    letter: Letter | None = await session.scalar(query.with_for_update())
    if letter is None:
        letter = Letter(
            conversation_id=answer.conversation_id,
            first_entry=first,
            part=part,
            entries=answer.entries,
            tries=0,
        )
        session.add(letter)
    return letter


async def _send_after(session: AsyncSession, conversation_id: str, moment: datetime) -> None:
    await session.execute(
        update(Person).where(Person.conversation_id == conversation_id).values(send_after=moment)
    )


def _belonging_together(entries: Sequence[Entry]) -> list[Entry]:
    """The first bubble and those that answer the same message in the same breath."""
    together: list[Entry] = []
    for entry in entries:
        first = together[0] if together else entry
        alone = first.answers is None and entry is not first
        if alone or (entry.answers, entry.kind) != (first.answers, first.kind):
            break
        together.append(entry)
    return together


def _has_bubbles() -> ColumnElement[bool]:
    return exists().where(
        Entry.conversation_id == Person.conversation_id,
        Entry.outbox == CHANNEL,
        Entry.delivered_at.is_(None),
    )
