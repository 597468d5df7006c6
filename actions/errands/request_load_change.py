"""More or less sanctioned load."""

from __future__ import annotations

from typing import ClassVar

from actions.errands.requests import AccountRequest
from actions.fields.amounts import LoadKw
from actions.fields.base import Question


class RequestLoadChange(AccountRequest):
    """Which account, and the load that is wanted."""

    name = "request_load_change"
    kind = "load_change"
    asks: ClassVar[tuple[Question, ...]] = (
        LoadKw(wording="ask.request_load_change.load_kw"),
        AccountRequest.account,
        AccountRequest.caller,
    )
