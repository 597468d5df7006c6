"""The format of the sample file: generous about what is missing, strict about what is wrong."""

from __future__ import annotations

import hashlib
import json
from typing import Annotated, Any

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from reference_backend.requests import cleaned
from reference_backend.sample_values import (
    ApplicationStatus,
    Day,
    Load,
    Mobile,
    Moment,
    Number,
    Story,
    Sum,
    Text,
    TicketStatus,
)
from reference_backend.vocabulary import Kind


class _Entry(BaseModel):
    """One line of the sample; null and blank count as missing, `digest` tells lines apart."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    digest: str = ""

    @model_validator(mode="before")
    @classmethod
    def _with_digest(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        written = json.dumps(data, sort_keys=True, default=str)
        return {**cleaned(data), "digest": hashlib.sha256(written.encode()).hexdigest()}

    def stated(self) -> dict[str, Any]:
        """What the line says, by column."""
        return self.model_dump(exclude_unset=True, exclude={"digest"})


class SampleAccount(_Entry):
    """A connection with its bill; sums in rupees, load in kW."""

    account_number: Number
    name: Text | None = None
    mobile_number: Mobile | None = None
    category: Text | None = None
    load_kw: Load | None = None
    locality: Text | None = None
    bill_amount: Sum | None = None
    due_date: Day | None = None
    arrears: Sum | None = None
    surcharge: Sum | None = None
    bill_month: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")] | None = None
    issued_on: Day | None = None
    connection_status: Text | None = None


class SampleComponent(_Entry):
    """One line of a demand note."""

    key: Text
    amount: Sum
    source: Text | None = None
    as_of: Day | None = None


class SampleApplication(_Entry):
    """An application; with a demand note when `demand_amount` is there."""

    number: Number = Field(validation_alias=AliasChoices("application_number", "number"))
    status: ApplicationStatus | None = None
    portal: Text | None = None
    person_name: Text | None = None
    mobile_number: Mobile | None = None
    connection_category: Text | None = None
    load_kw: Load | None = None
    phase: Text | None = None
    locality: Text | None = None
    address: Text | None = None
    pincode: Text | None = None
    created_at: Moment | None = None
    demand_amount: Sum | None = None
    demand_paid: bool | None = None
    demand_issued_on: Day | None = None
    paid_at: Moment | None = None
    demand_components: list[SampleComponent] = []


class SampleTicket(_Entry):
    """A ticket; its kind may follow from its number."""

    number: Number = Field(validation_alias=AliasChoices("ticket_number", "number"))
    kind: Kind | None = None
    subtype: Text | None = None
    cause: Text | None = None
    status: TicketStatus | None = None
    account_number: Number | None = None
    mobile_number: Mobile | None = None
    person_name: Text | None = None
    locality: Text | None = None
    address: Text | None = None
    landmark: Text | None = None
    pincode: Text | None = None
    description: Story | None = None
    load_kw: Load | None = None
    amount: Sum | None = None
    language: Text | None = None
    channel: Text | None = None
    priority: int | None = None
    wing: Text | None = None
    division: Text | None = None
    circle: Text | None = None
    created_at: Moment | None = None
    due_at: Moment | None = None
    resolved_at: Moment | None = None
    escalation_level: Annotated[int, Field(ge=0)] | None = None
    reopened_count: Annotated[int, Field(ge=0)] | None = None


class SampleOutage(_Entry):
    """An interruption that lasts; of no use without a locality."""

    number: Number | None = None
    locality: Text | None = None
    reason: Text | None = None
    started_at: Moment | None = None
    expected_restoration: Moment | None = None


class Sample(BaseModel):
    """The whole file; `null` for a list is an empty one."""

    model_config = ConfigDict(extra="ignore")

    accounts: list[SampleAccount] = []
    applications: list[SampleApplication] = []
    tickets: list[SampleTicket] = []
    outages: list[SampleOutage] = []

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {name: part for name, part in data.items() if part is not None}
