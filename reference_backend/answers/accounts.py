"""A connection that exists: who holds it, and its bill."""

from __future__ import annotations

from datetime import date

from reference_backend.answers.base import Answer, IstTime, Rupees


class ConsumerAnswer(Answer):
    """Who holds an account."""

    account_number: str
    name: str | None
    mobile_number: str | None
    category: str | None
    load_kw: float | None
    locality: str | None
    connection_status: str | None
    utility: str
    division: str | None
    circle: str | None
    area: str | None


class BillAnswer(Answer):
    """The bill in hand, without a name. Not `current`: the last known one, of `as_of`, because
    the billing system does not answer."""

    account_number: str
    amount: Rupees
    due_date: date | None
    arrears: Rupees | None
    surcharge: Rupees | None
    bill_month: str | None
    issued_on: date | None
    as_of: IstTime
    current: bool
    utility: str
    pay_link: str
