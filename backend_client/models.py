"""What is sent to the utility's backend and what comes back.

Money is in rupees, load in kW, and every time carries its offset (the backend answers in
Indian Standard Time). Answers ignore fields that we do not know, so that a backend may grow.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal, TypeAlias

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, FiniteFloat

Rupees: TypeAlias = int | FiniteFloat
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
ReportDimension: TypeAlias = Literal[
    "utility", "circle", "division", "kind", "subtype", "wing", "status", "channel"
]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class TicketRequest(_Request):
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


class Outage(_Answer):
    """A known interruption of supply in a locality; a planned one may begin later.

    `source`: declared by the utility, or made of reports (then `due_at` is their one deadline).
    """

    number: str
    locality: str
    locality_hi: str | None = None
    utility: str | None = None
    division: str | None = None
    source: str = "declared"
    planned: bool = False
    feeder: str | None = None
    reason: str | None = None
    started_at: AwareDatetime | None = None
    expected_restoration: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    due_at: AwareDatetime | None = None
    affected: int = 0


class EscalatedTo(_Answer):
    """Who now answers for the ticket: a role of the utility's ladder and how to reach it."""

    role: str
    contact: str | None = None
    source: str | None = None
    as_of: date | None = None


class Officer(_Answer):
    """Who is in charge of a ticket below its seniors."""

    role: str
    name: str | None = None
    contact: str | None = None


class Event(_Answer):
    """One thing that happened to a record; `by`: consumer, clock, staff or a name."""

    kind: str
    at: AwareDatetime
    by: str
    facts: dict[str, Any] = Field(default_factory=dict)


class Ticket(_Answer):
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


class Attachment(_Answer):
    """A file that belongs to a ticket; `size` in bytes, `sha256` in hex."""

    id: int
    ticket_number: str
    sort: str
    mime_type: str
    file_name: str | None = None
    size: int
    sha256: str
    added_at: AwareDatetime


class AttachmentRequest(_Request):
    """A file as it goes to a ticket; `sort` is photo, video, document or voice."""

    sort: str
    mime_type: str
    file_name: str | None = None
    sha256: str | None = None


class Consumer(_Answer):
    """Who holds an account; personal data, never for whoever merely typed the number."""

    account_number: str
    name: str | None = None
    mobile_number: str | None = None
    category: str | None = None
    load_kw: FiniteFloat | None = None
    locality: str | None = None
    connection_status: str | None = None
    utility: str | None = None
    division: str | None = None
    circle: str | None = None
    area: str | None = None


class Bill(_Answer):
    """The bill in hand, as every quick-pay page shows it; no name. Not `current`: the last known
    one, of `as_of`, because the billing system does not answer."""

    account_number: str
    amount: Rupees
    due_date: date | None = None
    arrears: Rupees | None = None
    surcharge: Rupees | None = None
    bill_month: str | None = None
    issued_on: date | None = None
    as_of: AwareDatetime
    current: bool = True
    utility: str | None = None
    pay_link: str | None = None


class Consent(BaseModel):
    """That the applicant agreed, to which text (its language), and when."""

    model_config = ConfigDict(extra="ignore")

    given: bool
    text_language: str
    at: AwareDatetime


class ApplicationRequest(_Request):
    """An application for a new connection.

    `load_kw` is the load in kW; `load_asked` keeps the applicant's own figure and unit.
    """

    person_name: str
    mobile_number: str
    connection_category: Literal["domestic", "commercial", "industrial", "agricultural"]
    load_kw: FiniteFloat
    consent: Consent
    load_asked: str | None = None
    father_name: str | None = None
    email: str | None = None
    phase: Literal["single", "three"] | None = None
    locality: str | None = None
    address: str | None = None
    landmark: str | None = None
    pincode: str | None = None
    area: Literal["urban", "rural"] | None = None
    owner_or_tenant: Literal["owner", "tenant"] | None = None
    existing_dues: bool | None = None
    documents: list[str] = Field(default_factory=list)
    language: str | None = None
    channel: str | None = None


class Application(_Answer):
    """An application as the backend holds it; `next_step` is a key for our own wording."""

    number: str
    status: str
    next_step: str | None = None
    portal: str | None = None
    person_name: str | None = None
    mobile_number: str | None = None
    connection_category: str | None = None
    load_kw: FiniteFloat | None = None
    load_asked: str | None = None
    father_name: str | None = None
    email: str | None = None
    phase: str | None = None
    locality: str | None = None
    address: str | None = None
    landmark: str | None = None
    pincode: str | None = None
    area: str | None = None
    owner_or_tenant: str | None = None
    existing_dues: bool | None = None
    documents: list[str] = Field(default_factory=list)
    missing_documents: list[str] = Field(default_factory=list)
    survey_on: date | None = None
    rejected_reason: str | None = None
    paid_at: AwareDatetime | None = None
    due_at: AwareDatetime | None = None
    energised_at: AwareDatetime | None = None
    portal_number: str | None = None
    utility: str | None = None
    division: str | None = None
    division_hi: str | None = None
    circle: str | None = None
    language: str | None = None
    channel: str | None = None
    created_at: AwareDatetime | None = None
    updated_at: AwareDatetime | None = None


class DemandComponent(_Answer):
    """One line of a demand note; `key` names it, the backend's source says where it is from."""

    key: str
    amount: Rupees
    source: str | None = None
    as_of: date | None = None


class Demand(_Answer):
    """What is to be paid before a connection is given, as the backend states it."""

    application_number: str
    status: str
    total: Rupees
    paid: bool
    components: list[DemandComponent] = Field(default_factory=list)
    issued_on: date | None = None
    utility: str | None = None
    pay_link: str | None = None


class Place(_Answer):
    """Where in the utility's geography a place lies; `known` is false for an unknown one.

    `locality` is the utility's spelling when known, else what was said.
    """

    utility: str
    known: bool
    #: False where nothing said whose place it is, and the default utility was taken.
    utility_known: bool = True
    locality: str | None = None
    locality_hi: str | None = None
    division: str | None = None
    division_hi: str | None = None
    circle: str | None = None
    area: str | None = None


class Nearest(_Answer):
    """The known place nearest to coordinates, to be confirmed by whoever stands there.

    `utility` is null outside every area that the backend knows. `distance_km` and `certainty`
    (surveyed, approximate) belong to a known place.
    """

    utility: str | None = None
    known: bool
    locality: str | None = None
    locality_hi: str | None = None
    division: str | None = None
    division_hi: str | None = None
    circle: str | None = None
    area: str | None = None
    distance_km: float | None = None
    certainty: str | None = None


class Office(_Answer):
    """A place to go to. `here` is true when it serves the locality that was asked for."""

    key: str
    kind: str
    name: str
    name_hi: str | None = None
    utility: str
    division: str | None = None
    here: bool = False
    source: str | None = None
    as_of: date | None = None


class Fact(_Answer):
    """One stated thing of a utility: a number, link or promise, with its source and date."""

    key: str
    value: str | int | FiniteFloat
    unit: str | None = None
    source: str
    as_of: date
    assumption: bool = False


class Utility(_Answer):
    """What a utility says of itself; every line with source and date."""

    code: str
    name: str
    name_hi: str | None = None
    helplines: list[Fact] = Field(default_factory=list)
    pay_links: list[Fact] = Field(default_factory=list)
    ways_to_pay: list[Fact] = Field(default_factory=list)
    counters: list[Fact] = Field(default_factory=list)
    portals: list[Fact] = Field(default_factory=list)
    promises: list[Fact] = Field(default_factory=list)


class ComplaintsRow(_Answer):
    """One line of a report: what is counted together, of which only what was asked for is given.

    `breached`: the deadline passed before the work was done. `median_hours` from report to
    solution, of those that are solved.
    """

    utility: str | None = None
    circle: str | None = None
    division: str | None = None
    kind: str | None = None
    subtype: str | None = None
    wing: str | None = None
    status: str | None = None
    channel: str | None = None
    count: int
    open: int
    breached: int
    median_hours: FiniteFloat | None = None


class ComplaintsReport(_Answer):
    """All complaints that were made from one day to another, both included, in India."""

    first_day: date
    last_day: date
    total: int
    rows: list[ComplaintsRow]
