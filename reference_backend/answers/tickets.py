"""Tickets, who answers for them, what happened to them, and what is told of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from pydantic import Field

from reference_backend.answers.base import Answer, IstTime, Rupees
from reference_backend.answers.outages import OutageAnswer


class EscalatedToAnswer(Answer):
    """Who answers for the ticket now."""

    role: str
    contact: str | None
    source: str
    as_of: date


class OfficerAnswer(Answer):
    """Who is in charge of a ticket below its seniors."""

    role: str
    name: str | None = None
    contact: str | None = None


class TicketAnswer(Answer):
    """A ticket. `joined`: this report was added to a ticket that was open already.

    `due_at` is the nearer of the utility's promise and the regulator's standard. `beyond` names
    the forums outside the utility, once no senior is left inside.
    """

    number: str
    kind: str
    subtype: str | None
    cause: str | None
    account_number: str | None
    account_known: bool | None
    mobile_number: str | None
    person_name: str | None
    locality: str | None
    address: str | None
    landmark: str | None
    pincode: str | None
    latitude: float | None
    longitude: float | None
    description: str | None
    duration: str | None
    load_kw: float | None
    amount: Rupees | None
    payment_date: date | None
    month: str | None
    details: dict[str, str]
    language: str | None
    channel: str | None
    status: str
    priority: int
    wing: str
    utility: str
    division: str | None
    division_hi: str | None = None
    circle: str | None
    area: str | None
    created_at: IstTime
    updated_at: IstTime
    due_at: IstTime | None
    due_basis: str | None
    promise_due_at: IstTime | None
    promise_basis: str | None
    standard_due_at: IstTime | None
    standard_basis: str | None
    officer: OfficerAnswer | None
    resolved_at: IstTime | None
    closed_by: str | None
    escalation_level: int
    escalated_to: EscalatedToAnswer | None = None
    beyond: list[EscalatedToAnswer] = Field(default_factory=list)
    reopened_count: int
    reports: int
    joined: bool = False
    outage_number: str | None
    outage: OutageAnswer | None = None


class EventAnswer(Answer):
    """One thing that happened to a record; `by`: consumer, clock, staff or a name."""

    kind: str
    at: IstTime
    by: str
    facts: dict[str, Any]


class AttachmentAnswer(Answer):
    """A file that belongs to a ticket; `size` in bytes, `sha256` in hex."""

    id: int
    ticket_number: str
    sort: str
    mime_type: str
    file_name: str | None
    size: int
    sha256: str
    added_at: IstTime


class Notice(Answer):
    """What the backend sends to the gateway when a record has changed; `event_id` is its own.

    `facts` are plain values: names ending in `_at` are moments, in `_on` days, `amount` is in
    rupees. `urgent`: danger to life, told at night as well.
    """

    event_id: str
    kind: str
    reference: str
    at: IstTime
    urgent: bool
    facts: dict[str, Any]
