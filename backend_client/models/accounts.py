"""A connection that exists: who holds it, and its bill."""

from __future__ import annotations

from datetime import date

from pydantic import AwareDatetime, FiniteFloat

from backend_client.models.base import Answer, Rupees


class Consumer(Answer):
    """Who holds an account; personal data, never for whoever merely typed the number."""

    account_number: str
    name: str | None = None
    mobile_number: str | None = None
    category: str | None = None
    load_kw: FiniteFloat | None = None
    locality: str | None = None
    connection_status: str | None = None
    utility: str | None = None
    division: str | None = None
    circle: str | None = None
    area: str | None = None


class Bill(Answer):
    """The bill in hand, as every quick-pay page shows it; no name. Not `current`: the last known
    one, of `as_of`, because the billing system does not answer."""

    account_number: str
    amount: Rupees
    due_date: date | None = None
    arrears: Rupees | None = None
    surcharge: Rupees | None = None
    bill_month: str | None = None
    issued_on: date | None = None
    as_of: AwareDatetime
    current: bool = True
    utility: str | None = None
    pay_link: str | None = None
