"""More or less sanctioned load."""

from __future__ import annotations

from typing import ClassVar

from actions.drafts import Draft
from actions.errands.requests import AccountRequest
from actions.fields.amounts import LoadKw
from actions.fields.base import Question
from actions.speech import Bubble, kilowatt, say
from actions.understanding import Turn
from backend_client.models import Ticket


class RequestLoadChange(AccountRequest):
    """Which account, and the load that is wanted."""

    name = "request_load_change"
    kind = "load_change"
    asks: ClassVar[tuple[Question, ...]] = (
        LoadKw(wording="ask.request_load_change.load_kw"),
        AccountRequest.account,
        AccountRequest.caller,
    )

    def announce(self, turn: Turn, draft: Draft, ticket: Ticket) -> list[Bubble]:
        """With the load that the backend noted, so that a misreading is seen at once."""
        lines = super().announce(turn, draft, ticket)
        if ticket.load_kw is None:
            return lines
        return [*lines, say("ticket.load_wanted", load=kilowatt(ticket.load_kw))]
