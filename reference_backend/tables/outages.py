"""Interruptions of supply."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from reference_backend.tables.base import Base, Located


class Outage(Located, Base):
    """A known interruption; `ended_at` is empty while it lasts, `due_at` is its one deadline.

    `source`: declared by the utility, or made of reports. Where it lies in several places, the
    columns of `Located` describe the first of them and `outage_places` names all.
    """

    __tablename__ = "outages"
    __table_args__ = (Index("ix_outages_lasting", "ended_at", "utility"),)

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    source: Mapped[str] = mapped_column(String(20), default="declared")
    planned: Mapped[bool] = mapped_column(default=False)
    feeder: Mapped[str | None] = mapped_column(String(80))
    reason: Mapped[str | None] = mapped_column(String(200))
    started_at: Mapped[datetime | None]
    expected_restoration: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    affected: Mapped[int] = mapped_column(default=0)
    sample_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
