"""What a utility says of itself."""

from __future__ import annotations

from datetime import date

from pydantic import Field, FiniteFloat

from backend_client.models.base import Answer


class Fact(Answer):
    """One stated thing of a utility: a number, link or promise, with its source and date."""

    key: str
    value: str | int | FiniteFloat
    unit: str | None = None
    source: str
    as_of: date
    assumption: bool = False


class Utility(Answer):
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
