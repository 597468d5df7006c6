"""People's messages: stored once, open until answered or given up."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import UnknownConversation
from bot.messages import Media
from bot.store import entries
from bot.store.database import Database
from bot.store.prepared import Prepared, insertion
from bot.store.rows import ConversationRow, InboundRow, columns
from bot.store.tables import Conversation, Inbound
from bot.store.work import Work

GIVEN_UP_AFTER = timedelta(hours=24)

OF_CONVERSATION: BindParameter[str] = bindparam("of_conversation")

_messages: Any = Inbound.__table__
_conversations: Any = Conversation.__table__
_WITH_WORDS = [*columns(Inbound, InboundRow), entries.TABLE.c.text, entries.TABLE.c.at]
_MESSAGE = insertion(_messages, lambda: None)
_SETTLED = Prepared(
    update(_messages)
    .where(_messages.c.id == bindparam("number"), _messages.c.status == "received")
    .values({name: bindparam(name) for name in ("status", "language", "references")})
    .returning(_messages.c.id),
    int,
)
_NUMBERED = Prepared(
    select(_messages.c.id).where(
        _messages.c.conversation_id == OF_CONVERSATION,
        _messages.c.message_id == bindparam("message_id"),
    ),
    int,
)

#: In the transaction that stores a message: its text → the text and payload that are stored.
Instead = Callable[[Work, str], Awaitable[tuple[str, str | None]]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A stored message that is still unanswered, with what was written and when."""

    inbound: InboundRow
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


#: A message, its conversation, and the values of the circumstances that were asked for.
Open = tuple[Waiting, ConversationRow, tuple[Any, ...]]


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
        async with database.work() as work:
            if instead is not None and text is not None and payload is None:
                text, payload = await instead(work, text)
            (number,) = await work.rows(
                entries.NEW, conversation_id=conversation_id, author="consumer", text=text, at=now
            )
            await work.rows(
                _MESSAGE,
                id=number,
                conversation_id=conversation_id,
                message_id=message_id,
                payload=payload,
                media=_as_json(media) if media else None,
                due_at=due_at,
                urgent=urgent,
            )
        return number
    except IntegrityError as error:
        same = {"of_conversation": conversation_id, "message_id": message_id}
        for known in await database.look(_NUMBERED, **same):
            return known
        raise UnknownConversation(conversation_id) from error


def oldest_open(*circumstances: ColumnElement[Any]) -> Prepared[Open]:
    """All that a turn needs to know, read at once: the oldest open message of OF_CONVERSATION,
    the conversation as it stands, and the value of each of `circumstances` (scalar
    subqueries)."""
    conversation = columns(Conversation, ConversationRow)
    query = (
        select(*_WITH_WORDS, *conversation, *circumstances)
        .join_from(_messages, entries.TABLE, entries.TABLE.c.id == _messages.c.id)
        .join(_conversations, _conversations.c.id == _messages.c.conversation_id)
        .where(_messages.c.conversation_id == OF_CONVERSATION, _messages.c.status == "received")
        .order_by(_messages.c.id)
        .limit(1)
    )
    first = len(_WITH_WORDS)
    last = first + len(conversation)

    def read(*values: Any) -> Open:
        conversation = ConversationRow(*values[first:last])
        return _waiting(*values[:first]), conversation, values[last:]

    return Prepared(query, read)


async def stored(database: Database, number: int) -> Waiting:
    """A message by its number, open or not."""
    (found,) = await database.look(_STORED, number=number)
    return found


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
    work: Work, waiting: Waiting, status: str, language: str, references: list[str]
) -> bool:
    """Mark a message answered or failed; False if somebody else was first."""
    settled = {"status": status, "language": language, "references": references}
    return await work.first(_SETTLED, number=waiting.inbound.id, **settled) is not None


def _as_json(media: Media) -> dict[str, Any]:
    return {name: value for name, value in asdict(media).items() if value not in (None, {})}


def _waiting(*values: Any) -> Waiting:
    *inbound, text, at = values
    return Waiting(InboundRow(*inbound), text, at)


_STORED = Prepared(
    select(*_WITH_WORDS)
    .join_from(_messages, entries.TABLE, entries.TABLE.c.id == _messages.c.id)
    .where(_messages.c.id == bindparam("number")),
    _waiting,
)
