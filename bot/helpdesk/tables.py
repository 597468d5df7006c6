"""Chats that a person of the utility is wanted in, or has."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables import Base, UtcTime


class Case(Base):
    """Why a chat waits, since when, for whom, and who has it.

    The conversation's `owner` says what holds now; a case stays when it is done. `urgent`: life
    is in danger. `division`: whose staff see it, None: everybody. `lease_until`: when the chat
    goes back if whoever has it does nothing.
    """

    __tablename__ = "desk_cases"
    __table_args__ = (Index("ix_desk_cases_waiting", "waiting_since"),)

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20))
    urgent: Mapped[bool] = mapped_column(default=False)
    division: Mapped[str | None] = mapped_column(String(80), index=True)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcTime)
    told_to_wait_at: Mapped[datetime | None] = mapped_column(UtcTime)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    taken_at: Mapped[datetime | None] = mapped_column(UtcTime)
    lease_until: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)
