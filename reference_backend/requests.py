"""What a request must look like. Unknown fields are ignored, so that callers may grow."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from reference_backend.vocabulary import BILLING_ISSUES, FAULT_TYPES, Kind

_UNPRINTED = "\n\u200c\u200d"  # line breaks, and the joiners that Devanagari needs


_DEEPEST = 3  # an entry, its details, their values; what lies deeper is refused by its type


def cleaned(value: Any, depth: int = _DEEPEST) -> Any:
    """Text without control characters (PostgreSQL keeps no NUL); blank text is no text."""
    if isinstance(value, dict) and depth > 0:
        parts = {name: cleaned(part, depth - 1) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part is not None}
    if not isinstance(value, str):
        return value
    kept = "".join(sign for sign in value if sign.isprintable() or sign in _UNPRINTED)
    return kept.strip() or None


Mobile = Annotated[str, StringConstraints(pattern=r"^[6-9][0-9]{9}$")]
AccountNumber = Annotated[str, StringConstraints(pattern=r"^([0-9]{10}|[0-9]{12})$")]
Pincode = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{5}$")]
Short = Annotated[str, StringConstraints(max_length=100)]
Line = Annotated[str, StringConstraints(max_length=200)]
Lines = Annotated[str, StringConstraints(max_length=500)]
Story = Annotated[str, StringConstraints(max_length=4096)]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=254)]
Load = Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=0, le=1_000_000_000, allow_inf_nan=False)]
# Beyond these years no record of a utility lies, and no clock of a database either.
Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC))
]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")]
Language = Literal["hi", "hi-Latn", "en"]


class Body(BaseModel):
    """Text is cleaned before anything else is looked at."""

    model_config = ConfigDict(extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _without_control_characters(cls, data: Any) -> Any:
        return cleaned(data)


class TicketBody(Body):
    """A report; only `kind` is needed. Load in kW, amount in rupees, degrees WGS 84."""

    kind: Kind
    subtype: Slug | None = None
    cause: Short | None = None
    account_number: AccountNumber | None = None
    mobile_number: Mobile | None = None
    person_name: Line | None = None
    locality: Line | None = None
    address: Lines | None = None
    landmark: Line | None = None
    pincode: Pincode | None = None
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    description: Story | None = None
    duration: Line | None = None
    load_kw: Load | None = None
    amount: Amount | None = None
    payment_date: date | None = None
    month: Short | None = None
    details: dict[Slug, Lines] = Field(default_factory=dict, max_length=20)
    language: Language | None = None
    channel: Short | None = None

    @model_validator(mode="after")
    def _subtype_belongs_to_kind(self) -> Self:
        allowed = {"fault": FAULT_TYPES, "billing": BILLING_ISSUES}.get(self.kind)
        if allowed and self.subtype and self.subtype not in allowed:
            raise PydanticCustomError("subtype_unknown", "this kind has no such subtype")
        return self


class EscalateBody(Body):
    """Why the consumer turns to a senior, in their own words."""

    reason: Story | None = None


class ReopenBody(Body):
    """What is still wrong, in the consumer's own words."""

    description: Story | None = None


class OfficerBody(Body):
    """Who is in charge of a ticket; `contact` is a telephone number."""

    role: Slug
    name: Line | None = None
    contact: Short | None = None


class StatusBody(Body):
    """One step of a ticket by the utility's staff.

    `wing` and `officer` change who is in charge; `code` is the consumer's closing code.
    """

    status: Literal["assigned", "in_progress", "resolved", "closed"]
    by: Short | None = None
    wing: Slug | None = None
    officer: OfficerBody | None = None
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")] | None = None
    note: Story | None = None


class ConsentBody(Body):
    """The applicant's consent: to the text of which language, and when."""

    given: Literal[True]
    text_language: Language
    at: AwareDatetime


class ApplicationBody(Body):
    """An application for a new connection; `load_kw` as asked, `load_asked` as typed."""

    person_name: Annotated[Short, StringConstraints(min_length=2)]
    mobile_number: Mobile
    connection_category: Literal["domestic", "commercial", "industrial", "agricultural"]
    load_kw: Load
    consent: ConsentBody
    load_asked: Short | None = None
    father_name: Short | None = None
    email: Email | None = None
    phase: Literal["single", "three"] | None = None
    locality: Line | None = None
    address: Lines | None = None
    landmark: Line | None = None
    pincode: Pincode | None = None
    area: Literal["urban", "rural"] | None = None
    owner_or_tenant: Literal["owner", "tenant"] | None = None
    existing_dues: bool | None = None
    documents: list[Short] = Field(default_factory=list, max_length=30)
    language: Language | None = None
    channel: Short | None = None


class OutageBody(Body):
    """An interruption that the utility declares: its places, or a feeder that the data know."""

    localities: list[Annotated[Line, StringConstraints(min_length=1)]] = Field(
        default_factory=list, max_length=100
    )
    feeder: Annotated[str, StringConstraints(max_length=80)] | None = None
    planned: bool = False
    reason: Line | None = None
    started_at: Moment | None = None
    expected_restoration: Moment | None = None

    @model_validator(mode="after")
    def _ends_after_it_began(self) -> Self:
        ends = self.expected_restoration
        if self.started_at and ends and ends <= self.started_at:
            raise PydanticCustomError("ends_before_it_begins", "it ends before it begins")
        return self


class OutageNewsBody(Body):
    """What the control room knows by now."""

    reason: Line | None = None
    expected_restoration: Moment | None = None


class RestoredBody(Body):
    """When the supply came back; now, if nothing is said."""

    at: Moment | None = None
