"""The utility's records. Times are UTC, money is kept in paise, load in kW."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from reference_backend.columns import Moment, Rupees


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: Moment,
        dict[str, Any]: JSON,
        list[dict[str, Any]]: JSON,
        list[str]: JSON,
    }


class Located:
    """Where something lies: what was said, and what the geography made of it.

    `place` identifies the locality however it was spelled; `block` is its number (Barra 6).
    """

    locality: Mapped[str | None] = mapped_column(String(200))
    place: Mapped[str | None] = mapped_column(String(200))
    block: Mapped[str | None] = mapped_column(String(8))
    utility: Mapped[str] = mapped_column(String(20))
    division: Mapped[str | None] = mapped_column(String(80))
    circle: Mapped[str | None] = mapped_column(String(80))
    area: Mapped[str | None] = mapped_column(String(10))


class Account(Located, Base):
    """A consumer's connection with the bill in hand."""

    __tablename__ = "accounts"

    account_number: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(200))
    mobile_number: Mapped[str | None] = mapped_column(String(20), index=True)
    category: Mapped[str | None] = mapped_column(String(40))
    load_kw: Mapped[float | None]
    connection_status: Mapped[str | None] = mapped_column(String(40))
    bill_amount: Mapped[int | float | None] = mapped_column(Rupees)
    due_date: Mapped[date | None]
    arrears: Mapped[int | float | None] = mapped_column(Rupees)
    surcharge: Mapped[int | float | None] = mapped_column(Rupees)
    bill_month: Mapped[str | None] = mapped_column(String(7))
    issued_on: Mapped[date | None]
    as_of: Mapped[datetime]
    sample_digest: Mapped[str | None] = mapped_column(String(64))


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


class Application(Located, Base):
    """An application for a new connection, with its demand note once there is one.

    The clock runs from `paid_at` to `due_at`; `staff_points` are the staff's bonus and are told
    to no consumer.
    """

    __tablename__ = "applications"
    __table_args__ = (
        Index("ix_applications_mobile", "mobile_number", "created_at"),
        Index("ix_applications_due", "status", "due_at"),
    )

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    portal: Mapped[str | None] = mapped_column(String(40))
    person_name: Mapped[str | None] = mapped_column(String(200))
    father_name: Mapped[str | None] = mapped_column(String(200))
    mobile_number: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    connection_category: Mapped[str | None] = mapped_column(String(40))
    load_kw: Mapped[float | None]
    load_asked: Mapped[str | None] = mapped_column(String(100))
    phase: Mapped[str | None] = mapped_column(String(10))
    address: Mapped[str | None] = mapped_column(String(500))
    landmark: Mapped[str | None] = mapped_column(String(200))
    pincode: Mapped[str | None] = mapped_column(String(6))
    owner_or_tenant: Mapped[str | None] = mapped_column(String(10))
    existing_dues: Mapped[bool | None]
    documents: Mapped[list[str]] = mapped_column(default=list)
    consent: Mapped[dict[str, Any]] = mapped_column(default=dict)
    language: Mapped[str | None] = mapped_column(String(10))
    channel: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    demand_amount: Mapped[int | float | None] = mapped_column(Rupees)
    demand_paid: Mapped[bool] = mapped_column(default=False)
    demand_issued_on: Mapped[date | None]
    demand_components: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    missing_documents: Mapped[list[str]] = mapped_column(default=list)
    survey_on: Mapped[date | None]
    rejected_reason: Mapped[str | None] = mapped_column(String(200))
    payment_reference: Mapped[str | None] = mapped_column(String(100))
    paid_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    energised_at: Mapped[datetime | None]
    meter_number: Mapped[str | None] = mapped_column(String(40))
    staff_points: Mapped[int | None]
    portal_number: Mapped[str | None] = mapped_column(String(60))
    sample_digest: Mapped[str | None] = mapped_column(String(64))


class Outage(Located, Base):
    """A known interruption; `ended_at` is empty while it lasts, `due_at` is its one deadline.

    `source`: declared by the utility, or made of reports. Where it lies in several places, the
    columns of `Located` describe the first of them and `outage_places` names all.
    """

    __tablename__ = "outages"
    __table_args__ = (Index("ix_outages_lasting", "ended_at", "utility"),)

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    source: Mapped[str] = mapped_column(String(20), default="declared")
    planned: Mapped[bool] = mapped_column(default=False)
    feeder: Mapped[str | None] = mapped_column(String(80))
    reason: Mapped[str | None] = mapped_column(String(200))
    started_at: Mapped[datetime | None]
    expected_restoration: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    affected: Mapped[int] = mapped_column(default=0)
    sample_digest: Mapped[str | None] = mapped_column(String(64), unique=True)


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


class Series(Base):
    """The last number given out under a prefix in a year."""

    __tablename__ = "series"

    prefix: Mapped[str] = mapped_column(String(4), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class KeptAnswer(Base):
    """What a POST with this Idempotency-Key was answered, so that a repeat hears the same."""

    __tablename__ = "kept_answers"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    answer: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
