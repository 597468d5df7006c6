"""Chats that a person of the utility is wanted in, or has."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.tables import Base, UtcTime


class Case(Base):
    """Why a chat waits, since when, for whom, and who has it.

    The conversation's `owner` says what holds now; a case stays when it is done. `urgent`: life
    is in danger. `division`: whose staff see it, None: everybody. `waiting_since` is set while
    it waits, `lease_until` while somebody has it: when it goes back if they do nothing.
    `due_at`: the next deadline of a ticket of the conversation, `due_number` that ticket's, as
    the backend said when it was asked last (`due_asked_at`).
    """

    __tablename__ = "desk_cases"
    # The list is read in three parts, each in the order of its index.
    __table_args__ = (
        Index(
            "ix_desk_cases_line",
            "urgent",
            "waiting_since",
            "conversation_id",
            sqlite_where=text("waiting_since IS NOT NULL"),
            postgresql_where=text("waiting_since IS NOT NULL"),
        ),
        Index(
            "ix_desk_cases_taken",
            "taken_at",
            "conversation_id",
            sqlite_where=text("lease_until IS NOT NULL"),
            postgresql_where=text("lease_until IS NOT NULL"),
        ),
    )

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
    due_at: Mapped[datetime | None] = mapped_column(UtcTime)
    due_number: Mapped[str | None] = mapped_column(String(40))
    due_asked_at: Mapped[datetime | None] = mapped_column(UtcTime)
