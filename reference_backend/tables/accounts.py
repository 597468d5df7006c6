"""Connections that exist, with their bill."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reference_backend.columns import Rupees
from reference_backend.tables.base import Base, Located


class Account(Located, Base):
    """A consumer's connection with the bill in hand."""

    __tablename__ = "accounts"

    account_number: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(200))
    mobile_number: Mapped[str | None] = mapped_column(String(20), index=True)
    category: Mapped[str | None] = mapped_column(String(40))
    load_kw: Mapped[float | None]
    connection_status: Mapped[str | None] = mapped_column(String(40))
    bill_amount: Mapped[int | float | None] = mapped_column(Rupees)
    due_date: Mapped[date | None]
    arrears: Mapped[int | float | None] = mapped_column(Rupees)
    surcharge: Mapped[int | float | None] = mapped_column(Rupees)
    bill_month: Mapped[str | None] = mapped_column(String(7))
    issued_on: Mapped[date | None]
    as_of: Mapped[datetime]
    sample_digest: Mapped[str | None] = mapped_column(String(64))
