"""What every model shares: answers may grow, requests may not."""

from __future__ import annotations

from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, FiniteFloat

Rupees: TypeAlias = int | FiniteFloat


class Answer(BaseModel):
    """What comes back: it cannot be changed, and fields that we do not know are left out."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Request(BaseModel):
    """What is sent: a field that the contract does not name is a mistake of ours."""

    model_config = ConfigDict(extra="forbid")
