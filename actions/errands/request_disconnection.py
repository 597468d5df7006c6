"""To give up a connection."""

from __future__ import annotations

from typing import ClassVar

from actions.drafts import Draft
from actions.errands.requests import AccountRequest
from actions.fields.base import Question
from actions.speech import Bubble, say


class RequestDisconnection(AccountRequest):
    """Which account; confirmed first, since a slip here costs a family its light."""

    name = "request_disconnection"
    kind = "disconnection"
    asks: ClassVar[tuple[Question, ...]] = (AccountRequest.account, AccountRequest.caller)

    def summary(self, draft: Draft) -> list[Bubble]:
        account = draft.values.get("account_number")
        if account:
            return [say("summary.request_disconnection", account=account)]
        return [
            say("summary.request_disconnection_by_mobile", mobile=draft.values["mobile_number"])
        ]
