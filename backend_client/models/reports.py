"""Complaints counted, for those who run the utility."""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

from pydantic import FiniteFloat

from backend_client.models.base import Answer

ReportDimension: TypeAlias = Literal[
    "utility", "circle", "division", "kind", "subtype", "wing", "status", "channel", "day"
]


class ComplaintsRow(Answer):
    """One line of a report: what is counted together, of which only what was asked for is given.

    `breached`: the deadline passed before the work was done. `median_hours` from report to
    solution, of those that are solved. What the consumers said when the work was called done:
    `confirmed` (a yes or their closing code), `disputed` (a no, at any time), `silent`; None where
    the backend does not count it.
    """

    utility: str | None = None
    circle: str | None = None
    division: str | None = None
    kind: str | None = None
    subtype: str | None = None
    wing: str | None = None
    status: str | None = None
    channel: str | None = None
    day: date | None = None
    count: int
    open: int
    breached: int
    confirmed: int | None = None
    disputed: int | None = None
    silent: int | None = None
    median_hours: FiniteFloat | None = None


class ComplaintsReport(Answer):
    """All complaints that were made from one day to another, both included, in India."""

    first_day: date
    last_day: date
    total: int
    rows: list[ComplaintsRow]
