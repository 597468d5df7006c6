"""What is still to be said to people on WhatsApp: which bubbles, to whom, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.whatsapp.patience import WINDOW
from bot.channels.whatsapp.people import CHANNEL
from bot.channels.whatsapp.tables import Letter, Person
from bot.messages import Bubble, Reply
from bot.store.database import Database
from bot.store.outbox import as_reply
from bot.store.tables import Entry

BUBBLES_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """The bubbles that belong together and are still to be brought, with what was tried.

    `spoken` are the same bubbles before they were put into words.
    """

    conversation_id: str
    address: str
    heard_at: datetime
    replies: tuple[Reply, ...]
    spoken: tuple[Bubble, ...]
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
    new = and_(Person.send_after.is_(None), Entry.id > Person.held_to)
    query = _of_waiting(Person.conversation_id).where(or_(Person.send_after <= now, new)).distinct()
    async with database.session() as session:
        return list((await session.scalars(query)).all())


async def next_due(database: Database, now: datetime) -> datetime | None:
    """When the first of those may be brought that may not be brought yet."""
    query = _of_waiting(func.min(Person.send_after)).where(Person.send_after > now)
    async with database.session() as session:
        due: datetime | None = await session.scalar(query)
    return due


async def answers_to_bring(database: Database, conversation_id: str, now: datetime) -> list[Answer]:
    """What a conversation has to hear now, oldest first; nothing while it has to wait.

    While the person has to write first, only what they were not kept waiting with yet.
    """
    async with database.session() as session:
        person = await session.get(Person, conversation_id)
        if person is None or (person.send_after and person.send_after > now):
            return []
        after = person.held_to if person.send_after is None else 0
        entries = await _bubbles_of(session, conversation_id, after)
        tried = await session.scalars(
            select(Letter).where(Letter.first_entry.in_([entry.id for entry in entries]))
        )
        letters = tried.all()
    return [_answer(person, group, letters) for group in _belonging_together(entries)]


async def _bubbles_of(session: AsyncSession, conversation_id: str, after: int) -> Sequence[Entry]:
    query = (
        select(Entry)
        .where(Entry.conversation_id == conversation_id, _undelivered(), Entry.id > after)
        .order_by(Entry.id)
        .limit(BUBBLES_AT_ONCE)
    )
    return (await session.scalars(query)).all()


def _answer(person: Person, entries: list[Entry], letters: Sequence[Letter]) -> Answer:
    first = entries[0].id
    return Answer(
        person.conversation_id,
        person.address,
        person.heard_at,
        tuple(as_reply(entry) for entry in entries),
        tuple(_spoken(entry) for entry in entries),
        {letter.part: letter for letter in letters if letter.first_entry == first},
    )


def _spoken(entry: Entry) -> Bubble:
    bubble = entry.bubble or {}
    return Bubble(bubble.get("say", ""), bubble.get("args", {}))


def _belonging_together(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Bubbles that answer the same message in the same breath; whatever answers none, alone."""
    groups: list[list[Entry]] = []
    for entry in entries:
        first = groups[-1][0] if groups else None
        if (
            first is not None
            and first.answers is not None
            and (entry.answers, entry.kind) == (first.answers, first.kind)
        ):
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups


def _undelivered() -> ColumnElement[bool]:
    return and_(Entry.outbox == CHANNEL, Entry.delivered_at.is_(None))


def _of_waiting(what: Any) -> Select[Any]:
    """From the bubbles that wait, which are few, to their people, who are many."""
    person = Person.conversation_id == Entry.conversation_id
    return select(what).select_from(Entry).join(Person, person).where(_undelivered())
