"""Who follows which record, what the utility has told us, and what is still to be told."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.sealed import SealedJson
from bot.store.tables import Base, RowId, UtcTime


class Follower(Base):
    """A conversation that hears of a record; the first one is the one that it was issued to."""

    __tablename__ = "followers"
    __table_args__ = (UniqueConstraint("reference", "conversation_id"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    reference: Mapped[str] = mapped_column(String(40))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    since: Mapped[datetime] = mapped_column(UtcTime)


class Notice(Base):
    """An event of the utility, by its id; a repetition finds it here."""

    __tablename__ = "notices"

    event_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcTime)
    urgent: Mapped[bool]
    received_at: Mapped[datetime] = mapped_column(UtcTime)
    tell_at: Mapped[datetime] = mapped_column(UtcTime)


class Telling(Base):
    """One notice for one conversation, held until `tell_at`; its sentence not yet in words."""

    __tablename__ = "tellings"
    __table_args__ = (
        Index(
            "ix_tellings_open",
            "tell_at",
            sqlite_where=text("told_at IS NULL"),
            postgresql_where=text("told_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("notices.event_id"))
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    say: Mapped[str] = mapped_column(String(60))
    args: Mapped[dict[str, Any]] = mapped_column(SealedJson)
    choices: Mapped[list[dict[str, Any]]] = mapped_column(SealedJson)
    urgent: Mapped[bool]
    tell_at: Mapped[datetime] = mapped_column(UtcTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcTime)
