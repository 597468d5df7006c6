"""Accounts and their bills."""

from __future__ import annotations

from fastapi import Response
from sqlalchemy.orm import Session

from reference_backend import accounts
from reference_backend.answers import BillAnswer, ConsumerAnswer
from reference_backend.billing import is_away
from reference_backend.routes.parts import Number, Records, addresses, told

router = addresses("/consumers", "consumers")


@router.get("/{number}", response_model=ConsumerAnswer)
async def get_consumer(number: Number, records: Records) -> Response:
    """Who holds the account; personal data, for the caller to guard."""

    def work(session: Session) -> Response:
        return told(ConsumerAnswer.model_validate(accounts.account(session, number)))

    return await records.read(work)


@router.get("/{number}/bill", response_model=BillAnswer)
async def get_bill(number: Number, records: Records) -> Response:
    """The bill in hand: 409 `not_issued_yet` when there is none."""

    def work(session: Session) -> Response:
        account = accounts.account(session, number)
        return told(accounts.bill_of(account, current=not is_away(session, account.utility)))

    return await records.read(work)
