"""Payments as they are posted, and whether the billing system answers."""

from __future__ import annotations

from typing import Any

from fastapi.responses import JSONResponse
from sqlalchemy.orm import Session

from reference_backend import billing
from reference_backend.accounts import bill_of
from reference_backend.answers import BillAnswer
from reference_backend.keys import once
from reference_backend.payment_requests import BillingStateBody, PostedBody
from reference_backend.routes.parts import IdempotencyKey, Number, Records, addresses
from reference_backend.staff_answers import BillingStateAnswer

router = addresses("", "billing")


@router.post("/consumers/{number}/payments", response_model=BillAnswer)
async def post_payment(
    number: Number, body: PostedBody, key: IdempotencyKey, records: Records
) -> JSONResponse:
    """Post a payment: 409 `already_posted`; 503 `billing_away` while the billing is down."""

    def work(session: Session) -> tuple[int, dict[str, Any]]:
        return 200, bill_of(billing.post(session, number, body)).data()

    return await once(records, key, {"payment": number, **body.model_dump(mode="json")}, work)


@router.post("/billing/pause", response_model=BillingStateAnswer)
async def pause(body: BillingStateBody, key: IdempotencyKey, records: Records) -> JSONResponse:
    """The billing system of a utility does not answer; its last known bills are told as such."""

    def work(session: Session) -> tuple[int, dict[str, Any]]:
        billing.pause(session, body.utility)
        return 200, BillingStateAnswer(utility=body.utility, answers=False).data()

    return await once(records, key, {"pause": body.utility}, work)


@router.post("/billing/resume", response_model=BillingStateAnswer)
async def resume(body: BillingStateBody, key: IdempotencyKey, records: Records) -> JSONResponse:
    """The billing system answers again."""

    def work(session: Session) -> tuple[int, dict[str, Any]]:
        billing.resume(session, body.utility)
        return 200, BillingStateAnswer(utility=body.utility, answers=True).data()

    return await once(records, key, {"resume": body.utility}, work)
