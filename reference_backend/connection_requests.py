"""What the staff send of an application, step by step."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from reference_backend.requests import Amount, Body, Line, Moment, Short, Slug

Day = Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2100, 1, 1))]
_A_PAISA = 0.01


class DocumentsBody(Body):
    """Whether the documents are complete; the day of the inspection where it is fixed."""

    missing: list[Slug] = Field(default_factory=list, max_length=30)
    survey_on: Day | None = None


class SurveyBody(Body):
    """What the inspection found; without `feasible` the reason is needed."""

    feasible: bool
    reason: Line | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if not self.feasible and not self.reason:
            raise PydanticCustomError("reason_missing", "a rejection needs its reason")
        return self


class ComponentBody(Body):
    """One line of a demand note, with the order or schedule that it follows and its date."""

    key: Slug
    amount: Amount
    source: Annotated[Line, StringConstraints(min_length=1)]
    as_of: Day


class DemandBody(Body):
    """The demand note as the billing system made it; its lines add up to the total."""

    components: list[ComponentBody] = Field(min_length=1, max_length=30)
    total: Annotated[Amount, Field(gt=0)]
    issued_on: Day | None = None

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if abs(sum(line.amount for line in self.components) - self.total) >= _A_PAISA:
            raise PydanticCustomError("does_not_add_up", "the lines do not add up to the total")
        return self


class PaymentBody(Body):
    """A payment that has arrived, in rupees; `paid_at` is now if nothing is said."""

    amount: Annotated[Amount, Field(gt=0)]
    reference: Annotated[Short, StringConstraints(min_length=1)]
    paid_at: Moment | None = None


class EnergisedBody(Body):
    """The supply is on, through this meter."""

    meter_number: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    at: Moment | None = None


class RejectionBody(Body):
    """Why an application cannot be granted."""

    reason: Annotated[Line, StringConstraints(min_length=1)]


class MetersBody(Body):
    """Meters that came into the store; what a count takes away is negative."""

    utility: Annotated[str, StringConstraints(max_length=20)]
    phase: Literal["single", "three"]
    added: Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
