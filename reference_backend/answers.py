"""What the backend answers: times in Indian Standard Time, money in rupees, load in kW."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from reference_backend.clock import in_india
from reference_backend.utility_data import Fact

IstTime = Annotated[
    datetime, PlainSerializer(lambda moment: in_india(moment).isoformat(timespec="seconds"), str)
]
Rupees = int | float


class Answer(BaseModel):
    """Read from a record or from plain values."""

    model_config = ConfigDict(from_attributes=True)

    def data(self) -> dict[str, Any]:
        """As JSON-ready values."""
        return self.model_dump(mode="json")


class OutageAnswer(Answer):
    """A known interruption; `affected` counts the tickets that belong to it.

    One that was planned may begin later. `source`: declared, or made of reports.
    """

    number: str
    locality: str
    locality_hi: str | None = None
    utility: str
    division: str | None
    source: str
    planned: bool
    feeder: str | None
    reason: str | None
    started_at: IstTime | None
    expected_restoration: IstTime | None
    ended_at: IstTime | None
    due_at: IstTime | None
    affected: int


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


class ConsumerAnswer(Answer):
    """Who holds an account."""

    account_number: str
    name: str | None
    mobile_number: str | None
    category: str | None
    load_kw: float | None
    locality: str | None
    connection_status: str | None
    utility: str
    division: str | None
    circle: str | None
    area: str | None


class BillAnswer(Answer):
    """The bill in hand, without a name. Not `current`: the last known one, of `as_of`, because
    the billing system does not answer."""

    account_number: str
    amount: Rupees
    due_date: date | None
    arrears: Rupees | None
    surcharge: Rupees | None
    bill_month: str | None
    issued_on: date | None
    as_of: IstTime
    current: bool
    utility: str
    pay_link: str


class ApplicationAnswer(Answer):
    """An application; `next_step` names what comes next (survey, pay_demand …).

    `due_at` is the day by which a paid connection must be there.
    """

    number: str
    status: str
    next_step: str
    portal: str | None
    person_name: str | None
    father_name: str | None
    mobile_number: str | None
    email: str | None
    connection_category: str | None
    load_kw: float | None
    load_asked: str | None
    phase: str | None
    locality: str | None
    address: str | None
    landmark: str | None
    pincode: str | None
    area: str | None
    owner_or_tenant: str | None
    existing_dues: bool | None
    documents: list[str]
    missing_documents: list[str]
    survey_on: date | None
    rejected_reason: str | None
    paid_at: IstTime | None
    due_at: IstTime | None
    energised_at: IstTime | None
    portal_number: str | None
    utility: str
    division: str | None
    division_hi: str | None = None
    circle: str | None
    language: str | None
    channel: str | None
    created_at: IstTime
    updated_at: IstTime


class ComponentAnswer(Answer):
    """One line of a demand note with its source."""

    key: str
    amount: Rupees
    source: str | None = None
    as_of: date | None = None


class DemandAnswer(Answer):
    """What is to be paid before the connection is given."""

    application_number: str
    status: str
    total: Rupees
    paid: bool
    components: list[ComponentAnswer]
    issued_on: date | None
    utility: str
    pay_link: str


class PlaceAnswer(Answer):
    """Where a place lies; `known` is false for a locality that no utility knows, `utility_known`
    where nothing said whose place it is."""

    utility: str
    known: bool
    utility_known: bool
    locality: str | None
    locality_hi: str | None
    division: str | None
    division_hi: str | None
    circle: str | None
    area: str | None


class NearestAnswer(Answer):
    """What lies nearest to given coordinates. `utility` is null outside every area that we know;
    `distance_km` and `certainty` (surveyed, approximate) belong to a known place."""

    utility: str | None
    known: bool
    locality: str | None
    locality_hi: str | None
    division: str | None
    division_hi: str | None
    circle: str | None
    area: str | None
    distance_km: float | None
    certainty: str | None


class OfficeAnswer(Answer):
    """A place to go to; `here`: it serves the locality that was asked for."""

    key: str
    kind: str
    name: str
    name_hi: str
    utility: str
    division: str | None
    here: bool
    source: str
    as_of: date


class UtilityAnswer(Answer):
    """What a utility states, each line with source and date."""

    code: str
    name: str
    name_hi: str
    helplines: list[Fact]
    pay_links: list[Fact]
    ways_to_pay: list[Fact]
    counters: list[Fact]
    portals: list[Fact]
    promises: list[Fact]
