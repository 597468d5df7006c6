"""What happened to a record, and who is still to hear of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from reference_backend.tables.base import Base


class Event(Base):
    """Something that happened to a record, in the order of `id`; never changed afterwards.

    `reference` is the number of the ticket, application or outage, `by` who did it (consumer,
    staff, clock), `facts` what a reader of the history has to know.
    """

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(40), index=True)
    by: Mapped[str] = mapped_column(String(100))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]


class WaitingNotice(Base):
    """An event that the consumer is still to hear of; the row goes once it is delivered.

    `secret` is told and not kept: what only the consumer may know (a closing code).
    """

    __tablename__ = "waiting_notices"
    __table_args__ = (Index("ix_waiting_notices_reference", "reference", "event_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    reference: Mapped[str] = mapped_column(String(40))
    urgent: Mapped[bool]
    secret: Mapped[dict[str, Any]] = mapped_column(default=dict)
    send_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int] = mapped_column(default=0)
