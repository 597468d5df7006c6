"""What this channel remembers: each missed call, and the request that it became."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.sealed import HiddenText
from bot.store.tables import Base, RowId, UtcTime


class MissedCall(Base):
    """One call. `status`: open, done (`reference` is the backend's number), repeated (shortly
    after one that is done), failed (given up; a dead letter). Looked at from `due_at` on."""

    __tablename__ = "missed_calls"
    __table_args__ = (
        UniqueConstraint("provider", "call_id"),
        Index("ix_missed_calls_due", "status", "due_at"),
        Index("ix_missed_calls_number", "mobile_number", "id"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    provider: Mapped[str] = mapped_column(String(20))
    call_id: Mapped[str] = mapped_column(String(100))
    mobile_number: Mapped[str] = mapped_column(HiddenText)
    called: Mapped[str | None] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(10), default="open")
    reference: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(UtcTime)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
