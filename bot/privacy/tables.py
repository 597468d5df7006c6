"""What people were told of their data, what they agreed to, and what they want erased."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.sealed import SealedJson
from bot.store.tables import Base, RowId, UtcTime

TO_ERASE = "erasures"  # the bell that tells of something to erase


class Consent(Base):
    """That somebody was shown the notice of this `version` in this language, and, with
    `agreed_at`, went on with what it was about. Only ever added to, and agreed to once."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_conversation", "conversation_id", "id"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    version: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(10))
    shown_at: Mapped[datetime] = mapped_column(UtcTime)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Erasure(Base):
    """One conversation that is to be erased, up to the entry `upto` of its transcript.

    `staff_id`: who did it for the person; None: they themselves. `numbers`: the mobile numbers
    that they had proved, whose missed calls are theirs too. `waits_for`: what cannot go yet
    (attachments, kept_requests, letters, law). Done once nothing is left.
    """

    __tablename__ = "erasures"
    __table_args__ = (Index("ix_erasures_open", "done_at", "id"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    upto: Mapped[int] = mapped_column(RowId)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    numbers: Mapped[list[str]] = mapped_column(SealedJson, default=list)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    waits_for: Mapped[list[str]] = mapped_column(JSON, default=list)
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
