"""A bill that is too high, wrong, missing, or in the wrong name."""

from __future__ import annotations

from typing import ClassVar

from actions.errands.requests import AccountRequest
from actions.fields.base import Question
from actions.fields.choices import BillingIssue


class ReportBillingComplaint(AccountRequest):
    """What is wrong with the bill, and of which account."""

    name = "report_billing_complaint"
    kind = "billing"
    subtype_from = "billing_issue"
    asks: ClassVar[tuple[Question, ...]] = (
        BillingIssue(optional=True),
        AccountRequest.account,
        AccountRequest.caller,
    )
