"""Who is to be telephoned, and what came of it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.sealed import HiddenText
from bot.store.tables import Base, RowId, UtcTime


class Callback(Base):
    """One number that is to be called, however often its owner asked for it.

    `open_for` is the number as long as it is to be called, so that it stands here once; None
    afterwards. `asked_at`: since when they wait; `due_at`: before this nobody tries.
    `conversation_id`, `reference` (the backend's number of the request), `matter` (what a called
    number is for), `language` and `division` are known or not. `outcome` is that of the last
    attempt: reached, no_answer, and, with `ended_at`, done, wrong_number, given_up. `staff_id`:
    who has it now, until `lease_until`.
    """

    __tablename__ = "callbacks"
    __table_args__ = (Index("ix_callbacks_open", "ended_at", "due_at", "asked_at"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=True)
    open_for: Mapped[str | None] = mapped_column(HiddenText, unique=True)
    mobile_number: Mapped[str] = mapped_column(HiddenText)
    missed_calls: Mapped[int] = mapped_column(default=0)
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    reference: Mapped[str | None] = mapped_column(String(40))
    matter: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str | None] = mapped_column(String(10))
    division: Mapped[str | None] = mapped_column(String(80), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    due_at: Mapped[datetime] = mapped_column(UtcTime)
    attempts: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None] = mapped_column(String(20))
    tried_at: Mapped[datetime | None] = mapped_column(UtcTime)
    tried_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    lease_until: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
