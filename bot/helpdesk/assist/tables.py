"""Forms that staff fill in for somebody, and that this somebody agreed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.sealed import SealedJson
from bot.store.tables import Base, RowId, UtcTime


class AssistConsent(Base):
    """That somebody agreed to have a form filled in by staff: who asked them, in which language,
    for which errand, and how they were there (desk, phone, chat). Only ever added to."""

    __tablename__ = "assist_consents"
    __table_args__ = (Index("ix_assist_consents_conversation", "conversation_id", "errand"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    errand: Mapped[str] = mapped_column(String(40))
    language: Mapped[str] = mapped_column(String(10))
    how: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(UtcTime)


class AssistForm(Base):
    """The form of a conversation as staff saw it last (form.py), None when the
    errand is done. It holds as long as nobody else has had the chat since: `epoch` is the
    conversation's."""

    __tablename__ = "assist_forms"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    epoch: Mapped[int]
    form: Mapped[dict[str, Any] | None] = mapped_column(SealedJson)
    at: Mapped[datetime] = mapped_column(UtcTime)
