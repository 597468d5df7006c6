"""Applications for a new connection, and what is to be paid for them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, FiniteFloat

from backend_client.models.base import Answer, Request, Rupees


class Consent(BaseModel):
    """That the applicant agreed, to which text (its language), and when."""

    model_config = ConfigDict(extra="ignore")

    given: bool
    text_language: str
    at: AwareDatetime


class ApplicationRequest(Request):
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


class Application(Answer):
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


class DemandComponent(Answer):
    """One line of a demand note; `key` names it, the backend's source says where it is from."""

    key: str
    amount: Rupees
    source: str | None = None
    as_of: date | None = None


class Demand(Answer):
    """What is to be paid before a connection is given, as the backend states it."""

    application_number: str
    status: str
    total: Rupees
    paid: bool
    components: list[DemandComponent] = Field(default_factory=list)
    issued_on: date | None = None
    utility: str | None = None
    pay_link: str | None = None
