"""What belongs to outages, payments and connections beside their records."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from reference_backend.columns import Rupees
from reference_backend.tables.base import Base


class OutagePlace(Base):
    """One of the places where the supply is interrupted; without `block` all of its parts."""

    __tablename__ = "outage_places"
    __table_args__ = (Index("ix_outage_places_place", "place", "outage_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    outage_number: Mapped[str] = mapped_column(ForeignKey("outages.number"), index=True)
    place: Mapped[str] = mapped_column(String(200))
    block: Mapped[str | None] = mapped_column(String(8))


class Payment(Base):
    """A payment that the billing system has posted to an account."""

    __tablename__ = "payments"
    __table_args__ = (Index("ix_payments_account", "account_number", "reference", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_number: Mapped[str] = mapped_column(ForeignKey("accounts.account_number"))
    amount: Mapped[int | float] = mapped_column(Rupees)
    paid_on: Mapped[date]
    reference: Mapped[str] = mapped_column(String(100))
    posted_at: Mapped[datetime]


class BillingPause(Base):
    """Since when a utility's billing system does not answer; no row while it does."""

    __tablename__ = "billing_pauses"

    utility: Mapped[str] = mapped_column(String(20), primary_key=True)
    since: Mapped[datetime]


class MeterStock(Base):
    """How many meters of a phase (single, three) a utility has in store."""

    __tablename__ = "meter_stock"

    utility: Mapped[str] = mapped_column(String(20), primary_key=True)
    phase: Mapped[str] = mapped_column(String(10), primary_key=True)
    in_store: Mapped[int]


class PortalErrand(Base):
    """An application that is still to be handed to its portal; the row goes once it is there."""

    __tablename__ = "portal_errands"

    application_number: Mapped[str] = mapped_column(
        ForeignKey("applications.number"), primary_key=True
    )
    tries: Mapped[int] = mapped_column(default=0)
    try_at: Mapped[datetime] = mapped_column(index=True)
    refused: Mapped[str | None] = mapped_column(String(200))
