"""Accounts and their bills."""

from __future__ import annotations

from fastapi import APIRouter

from reference_backend import accounts
from reference_backend.answers import BillAnswer, ConsumerAnswer
from reference_backend.billing import is_away
from reference_backend.routes.parts import Number, Records

router = APIRouter(prefix="/consumers", tags=["consumers"])


@router.get("/{number}", response_model=ConsumerAnswer)
def get_consumer(number: Number, records: Records) -> ConsumerAnswer:
    """Who holds the account; personal data, for the caller to guard."""
    with records.reading() as session:
        return ConsumerAnswer.model_validate(accounts.account(session, number))


@router.get("/{number}/bill", response_model=BillAnswer)
def get_bill(number: Number, records: Records) -> BillAnswer:
    """The bill in hand: 409 `not_issued_yet` when there is none."""
    with records.reading() as session:
        account = accounts.account(session, number)
        return accounts.bill_of(account, current=not is_away(session, account.utility))
