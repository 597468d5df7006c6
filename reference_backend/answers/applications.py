"""Applications for a new connection, and what is to be paid for them."""

from __future__ import annotations

from datetime import date

from reference_backend.answers.base import Answer, IstTime, Rupees


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
