"""Paid, and still shown as due."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from actions.drafts import Draft
from actions.errands.requests import AccountRequest
from actions.fields.amounts import Amount
from actions.fields.base import Question
from actions.fields.dates import PaymentDate
from backend_client.models import TicketRequest


class PaymentNotPosted(AccountRequest):
    """Which account, how much, and when; a clerk finds the payment with these three."""

    name = "payment_not_posted"
    kind = "payment_not_posted"
    asks: ClassVar[tuple[Question, ...]] = (
        AccountRequest.account,
        Amount(optional=True),
        PaymentDate(optional=True),
        AccountRequest.caller,
    )

    def request(self, draft: Draft) -> TicketRequest:
        """A day that could be read is a date; "Diwali ke din" goes along as it was said."""
        request = super().request(draft)
        try:
            request.payment_date = date.fromisoformat(str(draft.values.get("payment_date")))
        except ValueError:
            request.payment_date = None
        return request

    def details(self, draft: Draft) -> dict[str, str]:
        said = draft.values.get("payment_date")
        return {"payment_date": said} if said else {}
