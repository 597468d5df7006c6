"""Interruptions of supply."""

from __future__ import annotations

from reference_backend.answers.base import Answer, IstTime


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
