"""People's messages: stored once, open until answered or given up."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    cast,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import UnknownConversation
from bot.messages import Media
from bot.store.database import Database
from bot.store.tables import Conversation, Entry, Inbound

GIVEN_UP_AFTER = timedelta(hours=24)

OF_CONVERSATION: BindParameter[str] = bindparam("of_conversation")

# The statements of every turn are put together once, and on tables: to build one, or to look
# after an object that is thrown away, takes longer than to run it.
_entries: Any = Entry.__table__
_messages: Any = Inbound.__table__
_ENTRY = insert(_entries).returning(_entries.c.id)
_MESSAGE = insert(_messages)
_SETTLED = (
    update(_messages)
    .where(_messages.c.id == bindparam("number"), _messages.c.status == "received")
    .values({name: bindparam(name) for name in ("status", "language", "references")})
    .returning(_messages.c.id)
)

#: In the transaction that stores a message: its text → the text and payload that are stored.
Instead = Callable[[AsyncSession, str], Awaitable[tuple[str, str | None]]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stored message that is still unanswered, with what was written and when."""

    inbound: Inbound
    text: str | None
    at: datetime

    @property
    def inbox_id(self) -> str:
        """Unique in all databases that this product ever had: it ends up in idempotency keys."""
        return f"{self.inbound.conversation_id}-{self.inbound.id}"

    @property
    def media(self) -> Media | None:
        """What was sent beside or instead of words."""
        return Media(**self.inbound.media) if self.inbound.media else None


async def keep(
    database: Database,
    conversation_id: str,
    message_id: str,
    *,
    text: str | None,
    payload: str | None,
    media: Media | None = None,
    now: datetime,
    due_at: datetime,
    instead: Instead | None = None,
    urgent: bool = False,
) -> int:
    """Store a message and return its number; a repeated message_id returns the first one's.

    `instead` may put another text and payload in the place of a text that must not be kept.
    Raises UnknownConversation.
    """
    try:
        async with database.writing() as session:
            if instead is not None and text is not None and payload is None:
                text, payload = await instead(session, text)
            entry = {
                "conversation_id": conversation_id,
                "author": "consumer",
                "text": text,
                "at": now,
            }
            number: int = (await session.execute(_ENTRY, entry)).scalar_one()
            message = {
                "id": number,
                "conversation_id": conversation_id,
                "message_id": message_id,
                "payload": payload,
                "media": _as_json(media) if media else None,
                "due_at": due_at,
                "urgent": urgent,
            }
            await session.execute(_MESSAGE, message)
            return number
    except IntegrityError as error:
        async with database.session() as session:
            known = await session.scalar(_numbered(conversation_id, message_id))
        if known is None:
            raise UnknownConversation(conversation_id) from error
        return known


def oldest_open(*circumstances: ColumnElement[Any]) -> Select[Any]:
    """What `first_unanswered` asks: the oldest open message of OF_CONVERSATION, the conversation
    as it stands, and the value of each of `circumstances` (scalar subqueries)."""
    return (
        select(Inbound, Entry.text, Entry.at, Conversation, *circumstances)
        .join(Entry, Entry.id == Inbound.id)
        .join(Conversation, Conversation.id == Inbound.conversation_id)
        .where(Inbound.conversation_id == OF_CONVERSATION, Inbound.status == "received")
        .order_by(Inbound.id)
        .limit(1)
    )


async def first_unanswered(
    database: Database, query: Select[Any], conversation_id: str, **moments: datetime
) -> tuple[Waiting, Conversation, list[Any]] | None:
    """All that a turn needs to know, read at once: what `oldest_open` put into `query`, whose
    parameters are `moments`."""
    async with database.session() as session:
        row = (
            await session.execute(query, {OF_CONVERSATION.key: conversation_id, **moments})
        ).first()
    if row is None:
        return None
    inbound, text, at, conversation, *values = row
    return Waiting(inbound, text, at), conversation, values


async def stored(database: Database, number: int) -> Waiting:
    """A message by its number, open or not."""
    query = (
        select(Inbound, Entry.text, Entry.at)
        .join(Entry, Entry.id == Inbound.id)
        .where(Inbound.id == number)
    )
    async with database.session() as session:
        return Waiting(*(await session.execute(query)).one())


async def note_failure(
    database: Database, waiting: Waiting, due_at: datetime, *, poisonous: bool
) -> int:
    """Put the message off until `due_at`; return how often it failed while others did not.

    Those behind it in the conversation wait as well: they cannot be answered before it.
    """
    conversation_id = waiting.inbound.conversation_id
    async with database.writing() as session:
        await session.execute(
            update(Inbound)
            .where(Inbound.conversation_id == conversation_id, Inbound.status == "received")
            .values(due_at=due_at)
        )
        await session.execute(
            update(Inbound)
            .where(Inbound.id == waiting.inbound.id)
            .values(
                attempts=Inbound.attempts + 1,
                failures=Inbound.failures + int(poisonous),
            )
        )
        return (
            await session.scalars(select(Inbound.failures).where(Inbound.id == waiting.inbound.id))
        ).one()


async def settle(
    session: AsyncSession, waiting: Waiting, status: str, language: str, references: list[str]
) -> bool:
    """Mark a message answered or failed; False if somebody else was first."""
    settled = {"status": status, "language": language, "references": references}
    done = await session.execute(_SETTLED, {"number": waiting.inbound.id, **settled})
    return done.first() is not None


async def conversations_due(database: Database, now: datetime | None) -> list[str]:
    """Conversations whose oldest work is due at `now`; None: all that have any open message.

    Those that may be about danger to life come first, then who has waited longest.
    """
    urgent = func.max(cast(Inbound.urgent, Integer))
    query = (
        select(Inbound.conversation_id)
        .where(_open(now))
        .group_by(Inbound.conversation_id)
        .order_by(urgent.desc(), func.min(Inbound.id))
    )
    async with database.session() as session:
        return list((await session.scalars(query)).all())


async def next_due(database: Database) -> datetime | None:
    """When the next open message is to be tried again."""
    async with database.session() as session:
        due: datetime | None = await session.scalar(
            select(func.min(Inbound.due_at)).where(_open(None))
        )
    return due


def _open(now: datetime | None) -> ColumnElement[bool]:
    received = Inbound.status == "received"
    return received if now is None else and_(received, Inbound.due_at <= now)


def _numbered(conversation_id: str, message_id: str) -> Select[tuple[int]]:
    return select(Inbound.id).where(
        Inbound.conversation_id == conversation_id, Inbound.message_id == message_id
    )


def _as_json(media: Media) -> dict[str, Any]:
    return {name: value for name, value in asdict(media).items() if value not in (None, {})}
