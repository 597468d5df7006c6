"""Tables. A message is stored before it is acknowledged, its answer with the mark "answered".

What people said, and whom it is known to be about, stands in encrypted columns (sealed.py).
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.store.sealed import HiddenText, SealedJson, SealedText
from watching import tracing

# SQLite numbers rows by itself only where the key is INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no offset, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Store every moment as UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return every moment with its offset."""
        if value is None or value.tzinfo:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """What Alembic compares the migrations with."""


class FieldKey(Base):
    """The key under which HiddenText is stored, itself sealed; one row, once there is a key.

    `done_at`: when everything that had been stored before was encrypted.
    """

    __tablename__ = "field_keys"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sealed: Mapped[str] = mapped_column(Text)
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Conversation(Base):
    """One person on one channel.

    `draft` is the errand being filled, `known` what is remembered of the person. `notices_off`:
    they want no notices but of danger. `owner`: bot, waiting (for a person; the bot answers
    meanwhile), person (the bot is silent), closed (until the consumer writes again); `epoch`
    counts its changes. `notice_version`: the privacy notice that they were shown, `consented_at`:
    when they went on after it.
    """

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("channel", "channel_user"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20))
    channel_user: Mapped[str | None] = mapped_column(HiddenText)
    token_hash: Mapped[str | None] = mapped_column(String(64))
    owner: Mapped[str] = mapped_column(String(10), default="bot")
    epoch: Mapped[int] = mapped_column(default=0, server_default="0")
    language: Mapped[str] = mapped_column(String(10), default="hi")
    language_chosen: Mapped[bool] = mapped_column(default=False)
    contrary_lines: Mapped[int] = mapped_column(default=0)
    language_shown: Mapped[bool] = mapped_column(default=False)
    draft: Mapped[dict[str, Any] | None] = mapped_column(SealedJson)
    known: Mapped[dict[str, Any]] = mapped_column(SealedJson, default=dict)
    last_turn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    notices_off: Mapped[bool] = mapped_column(default=False)
    notice_version: Mapped[str | None] = mapped_column(String(10))
    consented_at: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class Inbound(Base):
    """A person's message. `status`: received (unanswered), answered, failed (given up).

    `media`: the fields of bot.messages.Media that were given, where it bears something else
    than writing. `trace`: the traceparent in which it was stored. `urgent`: it may be about
    danger to life, and is read first where many wait.
    """

    __tablename__ = "inbound_messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "message_id"),
        Index("ix_inbound_due", "status", "due_at"),
        Index("ix_inbound_open", "conversation_id", "status"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("transcript.id"), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    message_id: Mapped[str] = mapped_column(String(128))
    payload: Mapped[str | None] = mapped_column(HiddenText)
    media: Mapped[dict[str, Any] | None] = mapped_column(SealedJson)
    status: Mapped[str] = mapped_column(String(10), default="received")
    attempts: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    references: Mapped[list[str]] = mapped_column(JSON, default=list)
    trace: Mapped[str | None] = mapped_column(String(tracing.LENGTH), default=tracing.traceparent)
    urgent: Mapped[bool] = mapped_column(default=False, server_default=false())
    language: Mapped[str | None] = mapped_column(String(10))


class KeptRequest(Base):
    """A request that the backend could not take when it was made; delivered by itself later.

    `draft` is the action server's: it holds the idempotency key, so that two tries make one
    record.
    """

    __tablename__ = "kept_requests"
    __table_args__ = (Index("ix_kept_requests_due", "delivered_at", "due_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    draft: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcTime)


#: The `kind` of an entry whose words were erased: its row is counted, and shown to nobody.
ERASED = "erased"


class Entry(Base):
    """One line of the transcript, in the order of `id`. `author`: consumer, bot, staff, or note
    (staff's own, which no consumer sees). `kind` of the bot's: answer, apology, push, or unsaid
    (an answer that came after a person had taken the chat).

    `pushed`: not part of an answer that the asker waited for, so the channel must bring it.
    `delivered_at`: set once a channel that is written to has taken it.
    """

    __tablename__ = "transcript"
    __table_args__ = (
        Index("ix_transcript_conversation", "conversation_id", "id"),
        Index("ix_transcript_outbox", "outbox", "delivered_at", "id"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    author: Mapped[str] = mapped_column(String(10))
    text: Mapped[str | None] = mapped_column(SealedText)
    at: Mapped[datetime] = mapped_column(UtcTime)
    # Only the bot's entries have what follows.
    answers: Mapped[int | None] = mapped_column(RowId, index=True)
    kind: Mapped[str | None] = mapped_column(String(10))
    staff_id: Mapped[int | None]
    bubble: Mapped[dict[str, Any] | None] = mapped_column(SealedJson)
    buttons: Mapped[list[dict[str, Any]] | None] = mapped_column(SealedJson)
    expects: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str | None] = mapped_column(String(10))
    pushed: Mapped[bool] = mapped_column(default=False)
    outbox: Mapped[str | None] = mapped_column(String(20))
    delivered_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Offer(Base):
    """A payload that the bot offered in a conversation, and the title that it bore first."""

    __tablename__ = "offers"
    __table_args__ = (UniqueConstraint("conversation_id", "payload"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    payload: Mapped[str] = mapped_column(HiddenText)
    title: Mapped[str] = mapped_column(SealedText)
