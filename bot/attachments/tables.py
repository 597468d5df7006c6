"""What was sent and what became of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.sealed import SealedText
from bot.store.tables import Base, UtcTime

TO_BRING = "attachments"  # the bell that tells the porter of something to bring


class Attachment(Base):
    """One thing that a message bore; its bytes are the file of the same id.

    `status`: kept (waits for a ticket), tied (is to be brought to its ticket), brought,
    returned (the backend does not want it), refused (nothing was kept, `why` says the reason:
    gone, too_big, changed on the way, another_kind, too_many).
    `words`: what was said in a voice note, where somebody could write it down.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        Index("ix_attachments_kept", "conversation_id", "status"),
        Index("ix_attachments_due", "status", "due_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    inbound_id: Mapped[int] = mapped_column(ForeignKey("inbound_messages.id"), unique=True)
    sort: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(10))
    why: Mapped[str | None] = mapped_column(String(20))
    mime_type: Mapped[str | None] = mapped_column(String(40))
    size: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    file_name: Mapped[str | None] = mapped_column(SealedText)
    words: Mapped[str | None] = mapped_column(SealedText)
    kept_at: Mapped[datetime] = mapped_column(UtcTime)
    ticket_number: Mapped[str | None] = mapped_column(String(40))
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
