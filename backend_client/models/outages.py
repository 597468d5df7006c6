"""Interruptions of supply that the utility knows of."""

from __future__ import annotations

from pydantic import AwareDatetime

from backend_client.models.base import Answer


class Outage(Answer):
    """A known interruption of supply in a locality; a planned one may begin later.

    `source`: declared by the utility, or made of reports (then `due_at` is their one deadline).
    """

    number: str
    locality: str
    locality_hi: str | None = None
    utility: str | None = None
    division: str | None = None
    source: str = "declared"
    planned: bool = False
    feeder: str | None = None
    reason: str | None = None
    started_at: AwareDatetime | None = None
    expected_restoration: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    due_at: AwareDatetime | None = None
    affected: int = 0
