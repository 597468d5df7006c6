"""Tickets, their files, and what staff noted of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from reference_backend.columns import Rupees
from reference_backend.tables.base import Base, Located


class Ticket(Located, Base):
    """A complaint or request.

    `due_at` is the nearer of promise and standard. `next_event` is what the clock has to do with
    it, at `next_event_at`; empty when nothing is left for the clock.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        Index("ix_tickets_account", "account_number", "created_at"),
        Index("ix_tickets_mobile", "mobile_number", "created_at"),
        Index("ix_tickets_mobile_place", "mobile_number", "place", "kind"),
        # Only the few that wait for something: the clock never looks at the others.
        Index(
            "ix_tickets_next_event",
            "next_event_at",
            sqlite_where=text("next_event_at IS NOT NULL"),
            postgresql_where=text("next_event_at IS NOT NULL"),
        ),
        Index("ix_tickets_place", "place", "created_at"),
    )

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    subtype: Mapped[str | None] = mapped_column(String(40))
    cause: Mapped[str | None] = mapped_column(String(100))
    account_number: Mapped[str | None] = mapped_column(String(40))
    account_known: Mapped[bool | None]
    mobile_number: Mapped[str | None] = mapped_column(String(20))
    person_name: Mapped[str | None] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(500))
    landmark: Mapped[str | None] = mapped_column(String(200))
    pincode: Mapped[str | None] = mapped_column(String(6))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    description: Mapped[str | None] = mapped_column(String(4096))
    duration: Mapped[str | None] = mapped_column(String(200))
    load_kw: Mapped[float | None]
    amount: Mapped[int | float | None] = mapped_column(Rupees)
    payment_date: Mapped[date | None]
    month: Mapped[str | None] = mapped_column(String(100))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    language: Mapped[str | None] = mapped_column(String(10))
    channel: Mapped[str | None] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(20))
    priority: Mapped[int]
    wing: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    due_basis: Mapped[str | None] = mapped_column(String(40))
    promise_due_at: Mapped[datetime | None]
    promise_basis: Mapped[str | None] = mapped_column(String(40))
    standard_due_at: Mapped[datetime | None]
    standard_basis: Mapped[str | None] = mapped_column(String(40))
    next_event: Mapped[str | None] = mapped_column(String(20))
    next_event_at: Mapped[datetime | None]
    officer: Mapped[dict[str, Any] | None]
    resolved_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(String(20))
    closing_code: Mapped[str | None] = mapped_column(String(64))
    code_tries: Mapped[int] = mapped_column(default=0)
    escalation_level: Mapped[int] = mapped_column(default=0)
    reopened_count: Mapped[int] = mapped_column(default=0)
    reports: Mapped[int] = mapped_column(default=1)
    outage_number: Mapped[str | None] = mapped_column(String(40), index=True)
    sample_digest: Mapped[str | None] = mapped_column(String(64))


class TicketAttachment(Base):
    """A file that a consumer sent along. The bytes are read only where they are asked for."""

    __tablename__ = "ticket_attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[str] = mapped_column(ForeignKey("tickets.number"), index=True)
    sort: Mapped[str] = mapped_column(String(10))
    mime_type: Mapped[str] = mapped_column(String(100))
    file_name: Mapped[str | None] = mapped_column(String(200))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    content: Mapped[bytes] = mapped_column(deferred=True)


class TicketNote(Base):
    """What was added later: a further report, an escalation, a reopening, a replaced wish."""

    __tablename__ = "ticket_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[str] = mapped_column(ForeignKey("tickets.number"), index=True)
    what: Mapped[str] = mapped_column(String(20))
    description: Mapped[str | None] = mapped_column(String(4096))
    channel: Mapped[str | None] = mapped_column(String(100))
    stated: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
