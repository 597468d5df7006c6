"""What this channel remembers: each SMS, how far it got, what became of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.sealed import HiddenText, SealedText
from bot.store.tables import Base, RowId, UtcTime


class SmsLetter(Base):
    """One SMS, in words from the moment when it is put into the queue.

    `mobile_number`: ten digits. `text` is None once a `secret` (a one-time code) has left the
    house or will never leave it. `status`: queued, sending (being tried), sent (the provider
    has it), delivered, failed (a dead letter), expired (too late to be of use). `provider_id` is
    the provider's own id of it; `code` the provider's word for what went wrong.
    """

    __tablename__ = "sms_letters"
    __table_args__ = (Index("ix_sms_letters_due", "status", "send_after"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    mobile_number: Mapped[str] = mapped_column(HiddenText)
    key: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(10))
    template_id: Mapped[str] = mapped_column(String(19))
    text: Mapped[str | None] = mapped_column(SealedText)
    secret: Mapped[bool]
    segments: Mapped[int]
    status: Mapped[str] = mapped_column(String(10), default="queued")
    tries: Mapped[int] = mapped_column(default=0)
    provider_id: Mapped[str | None] = mapped_column(String(100), unique=True)
    code: Mapped[str | None] = mapped_column(String(60))
    send_after: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime)
    at: Mapped[datetime] = mapped_column(UtcTime)
