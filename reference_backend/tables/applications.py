"""Applications for a new connection."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from reference_backend.columns import Rupees
from reference_backend.tables.base import Base, Located


class Application(Located, Base):
    """An application for a new connection, with its demand note once there is one.

    The clock runs from `paid_at` to `due_at`; `staff_points` are the staff's bonus and are told
    to no consumer.
    """

    __tablename__ = "applications"
    __table_args__ = (
        Index("ix_applications_mobile", "mobile_number", "created_at"),
        Index("ix_applications_due", "status", "due_at"),
    )

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    status: Mapped[str] = mapped_column(String(20))
    portal: Mapped[str | None] = mapped_column(String(40))
    person_name: Mapped[str | None] = mapped_column(String(200))
    father_name: Mapped[str | None] = mapped_column(String(200))
    mobile_number: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(254))
    connection_category: Mapped[str | None] = mapped_column(String(40))
    load_kw: Mapped[float | None]
    load_asked: Mapped[str | None] = mapped_column(String(100))
    phase: Mapped[str | None] = mapped_column(String(10))
    address: Mapped[str | None] = mapped_column(String(500))
    landmark: Mapped[str | None] = mapped_column(String(200))
    pincode: Mapped[str | None] = mapped_column(String(6))
    owner_or_tenant: Mapped[str | None] = mapped_column(String(10))
    existing_dues: Mapped[bool | None]
    documents: Mapped[list[str]] = mapped_column(default=list)
    consent: Mapped[dict[str, Any]] = mapped_column(default=dict)
    language: Mapped[str | None] = mapped_column(String(10))
    channel: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    demand_amount: Mapped[int | float | None] = mapped_column(Rupees)
    demand_paid: Mapped[bool] = mapped_column(default=False)
    demand_issued_on: Mapped[date | None]
    demand_components: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    missing_documents: Mapped[list[str]] = mapped_column(default=list)
    survey_on: Mapped[date | None]
    rejected_reason: Mapped[str | None] = mapped_column(String(200))
    payment_reference: Mapped[str | None] = mapped_column(String(100))
    paid_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    energised_at: Mapped[datetime | None]
    meter_number: Mapped[str | None] = mapped_column(String(40))
    staff_points: Mapped[int | None]
    portal_number: Mapped[str | None] = mapped_column(String(60))
    sample_digest: Mapped[str | None] = mapped_column(String(64))
