"""To have a cut connection restored."""

from __future__ import annotations

from typing import ClassVar

from actions.errands.requests import AccountRequest
from actions.fields.base import Question


class RequestReconnection(AccountRequest):
    """Which account; whether the dues are paid the backend knows best."""

    name = "request_reconnection"
    kind = "reconnection"
    asks: ClassVar[tuple[Question, ...]] = (AccountRequest.account, AccountRequest.caller)
