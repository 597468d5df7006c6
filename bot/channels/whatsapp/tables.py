"""What this channel remembers: who is who, what came, what was sent and what became of it."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.channels.arrivals import Arrived
from bot.store.sealed import HiddenText
from bot.store.tables import Base, RowId, UtcTime


class Identity(Base):
    """A name under which WhatsApp knows a person: a phone number or a business-scoped id."""

    __tablename__ = "whatsapp_identities"

    name: Mapped[str] = mapped_column(HiddenText, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)


class Person(Base):
    """Where a conversation's letters go, and when.

    `heard_at`: their last message; free words may follow it for 24 hours. `send_after`: nothing
    is sent before; None: they must write first, before they hear any bubble up to `held_to`.
    `slowed_at`: when they were told that they write faster than we answer.
    """

    __tablename__ = "whatsapp_people"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    address: Mapped[str] = mapped_column(HiddenText)
    heard_at: Mapped[datetime] = mapped_column(UtcTime)
    send_after: Mapped[datetime | None] = mapped_column(UtcTime)
    held_to: Mapped[int] = mapped_column(RowId, default=0, server_default="0")
    slowed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Arrival(Arrived, Base):
    """One message as it came, known by Meta's id for good; its words only until it is taken.

    `from_phone`: Meta names `phone` as what the message came from, so its holder wrote it.
    """

    __tablename__ = "whatsapp_arrivals"
    __table_args__ = (Index("ix_whatsapp_arrivals_open", "taken_at", "sender", "id"),)

    wamid: Mapped[str] = mapped_column(String(255), unique=True)
    sender: Mapped[str] = mapped_column(HiddenText)
    phone: Mapped[str | None] = mapped_column(HiddenText)
    from_phone: Mapped[bool] = mapped_column(default=False, server_default=false())
    user_id: Mapped[str | None] = mapped_column(HiddenText)
    said_at: Mapped[datetime] = mapped_column(UtcTime)


class Letter(Base):
    """One WhatsApp message of ours; a long answer takes several parts.

    `entries` are the bubbles of the transcript that it brings. `status`: sending (being tried),
    held (until the person writes again), sent, failed, delivered, read, texted (gone by SMS).
    `template` is the approved one in which it was sent last, `code` Meta's word against it.
    """

    __tablename__ = "whatsapp_letters"
    __table_args__ = (UniqueConstraint("first_entry", "part"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    first_entry: Mapped[int] = mapped_column(ForeignKey("transcript.id"))
    part: Mapped[int]
    entries: Mapped[list[int]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(10), index=True)
    wamid: Mapped[str | None] = mapped_column(String(255), unique=True)
    code: Mapped[int | None]
    template: Mapped[str | None] = mapped_column(String(512))
    tries: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(UtcTime)
