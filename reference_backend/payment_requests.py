"""What the billing system sends."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from reference_backend.connection_requests import Day
from reference_backend.requests import Amount, Body, Short


class PostedBody(Body):
    """A payment in rupees; `paid_on` is today in India if nothing is said."""

    amount: Annotated[Amount, Field(gt=0)]
    reference: Annotated[Short, StringConstraints(min_length=1)]
    paid_on: Day | None = None


class BillingStateBody(Body):
    """Whose billing system is meant."""

    utility: Annotated[str, StringConstraints(min_length=1, max_length=20)]
