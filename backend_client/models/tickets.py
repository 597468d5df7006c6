"""Reports of consumers, the tickets made of them, and who answers for them."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, TypeAlias

from pydantic import AwareDatetime, Field, FiniteFloat

from backend_client.models.base import Answer, Request, Rupees
from backend_client.models.outages import Outage

TicketKind: TypeAlias = Literal[
    "fault",
    "hazard",
    "billing",
    "meter",
    "payment_not_posted",
    "load_change",
    "detail_change",
    "disconnection",
    "reconnection",
    "misconduct",
    "theft",
    "callback",
]


class TicketRequest(Request):
    """A report as the consumer made it; only the kind is needed.

    `subtype` is a canonical fault_type (kind fault) or billing_issue (kind billing).
    `duration`, `month` and `details` keep the person's own words or canonical values that
    belong to one errand (which detail to change, the new value …).
    """

    kind: TicketKind
    subtype: str | None = None
    cause: str | None = None
    account_number: str | None = None
    mobile_number: str | None = None
    person_name: str | None = None
    locality: str | None = None
    address: str | None = None
    landmark: str | None = None
    pincode: str | None = None
    latitude: FiniteFloat | None = None
    longitude: FiniteFloat | None = None
    description: str | None = None
    duration: str | None = None
    load_kw: FiniteFloat | None = None
    amount: Rupees | None = None
    payment_date: date | None = None
    month: str | None = None
    details: dict[str, str] = Field(default_factory=dict)
    language: str | None = None
    channel: str | None = None


class EscalatedTo(Answer):
    """Who now answers for the ticket: a role of the utility's ladder and how to reach it."""

    role: str
    contact: str | None = None
    source: str | None = None
    as_of: date | None = None


class Officer(Answer):
    """Who is in charge of a ticket below its seniors."""

    role: str
    name: str | None = None
    contact: str | None = None


class Event(Answer):
    """One thing that happened to a record; `by`: consumer, clock, staff or a name."""

    kind: str
    at: AwareDatetime
    by: str
    facts: dict[str, Any] = Field(default_factory=dict)


class Ticket(Answer):
    """A complaint or request as the backend holds it.

    `joined` is true when this report was added to a ticket that was already open.
    `account_known` is null without an account number. `due_at` is the nearer of the utility's
    promise and the regulator's standard, `due_basis` says which rule set it. `beyond`: forums
    outside the utility, once no senior is left inside. `reports` counts how often it was reported.
    """

    number: str
    kind: str
    status: str
    subtype: str | None = None
    cause: str | None = None
    account_number: str | None = None
    account_known: bool | None = None
    mobile_number: str | None = None
    person_name: str | None = None
    locality: str | None = None
    address: str | None = None
    landmark: str | None = None
    pincode: str | None = None
    latitude: FiniteFloat | None = None
    longitude: FiniteFloat | None = None
    description: str | None = None
    duration: str | None = None
    load_kw: FiniteFloat | None = None
    amount: Rupees | None = None
    payment_date: date | None = None
    month: str | None = None
    details: dict[str, str] = Field(default_factory=dict)
    language: str | None = None
    channel: str | None = None
    priority: int | None = None
    wing: str | None = None
    utility: str | None = None
    division: str | None = None
    division_hi: str | None = None
    circle: str | None = None
    area: str | None = None
    created_at: AwareDatetime | None = None
    updated_at: AwareDatetime | None = None
    due_at: AwareDatetime | None = None
    due_basis: str | None = None
    promise_due_at: AwareDatetime | None = None
    promise_basis: str | None = None
    standard_due_at: AwareDatetime | None = None
    standard_basis: str | None = None
    officer: Officer | None = None
    resolved_at: AwareDatetime | None = None
    closed_by: str | None = None
    escalation_level: int = 0
    escalated_to: EscalatedTo | None = None
    beyond: list[EscalatedTo] = Field(default_factory=list)
    reopened_count: int = 0
    reports: int = 1
    joined: bool = False
    outage_number: str | None = None
    outage: Outage | None = None
