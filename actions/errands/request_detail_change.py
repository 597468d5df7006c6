"""Another name, mobile number, address or category on a connection."""

from __future__ import annotations

from typing import ClassVar

from actions.drafts import Draft
from actions.errands.own_details import registered_mobile
from actions.errands.requests import AccountRequest
from actions.fields.base import Question
from actions.fields.choices import DetailToChange
from actions.fields.connection import ConnectionCategory
from actions.fields.free import PersonName
from actions.fields.numbers import MobileNumber
from actions.fields.where import Address
from actions.proving import ProvedErrand
from actions.speech import Bubble, say
from actions.understanding import Turn
from backend_client import BackendClient, BackendError
from backend_client.models import Ticket

#: How the utility is told of each sort of proof.
_PROOFS = {"given": "registered_mobile", "seen": "identity_seen_at_desk"}


class RequestDetailChange(ProvedErrand, AccountRequest):
    """What shall change, to what, and on which account.

    It is recorded as a request: the utility carries it out only after proof, so that nobody
    takes over a connection by chat. A code to the mobile number that is registered now goes with
    the request as proof; without one the help desk checks, as ever.
    """

    name = "request_detail_change"
    purpose = "detail_change"
    own_code = True
    kind = "detail_change"
    subtype_from = "detail"
    cause_from = "detail"
    takes_known = ("account_number",)
    hears = ("account_number",)
    new_values: dict[str, Question] = {  # noqa: RUF012 - a fixed table, never changed
        "name": PersonName(wording="ask.new_person_name"),
        "mobile_number": MobileNumber(wording="ask.new_mobile_number"),
        "address": Address(wording="ask.new_address"),
        "category": ConnectionCategory(wording="ask.new_connection_category"),
    }
    asks: ClassVar[tuple[Question, ...]] = (
        DetailToChange(),
        *new_values.values(),
        AccountRequest.account,
        AccountRequest.caller,
    )

    def questions(self, draft: Draft) -> tuple[Question, ...]:
        """Only the new value of what shall change is asked, beside the account."""
        wanted = self.new_values.get(draft.values.get("detail", ""))
        return tuple(
            one
            for one in super().questions(draft)
            if one is wanted or one not in self.new_values.values()
        )

    def details(self, draft: Draft) -> dict[str, str]:
        detail = str(draft.values.get("detail", ""))
        wanted = self.new_values.get(detail)
        new = draft.values.get(wanted.name) if wanted else None
        told = {"change": detail, **({"new_value": str(new)} if new else {})}
        proof = _PROOFS.get(str(draft.values.get("proof")))
        return told | ({"proved": proof} if proof else {})

    async def number_to_prove(self, turn: Turn, draft: Draft, utility: BackendClient) -> str | None:
        """The registered one; while the backend cannot tell, the request goes on without."""
        account = draft.values.get("account_number")
        if account is None:
            return None
        try:
            return registered_mobile(await utility.consumer(str(account)))
        except BackendError:
            return None

    def announce(self, turn: Turn, draft: Draft, ticket: Ticket) -> list[Bubble]:
        """With a word on the proof, so that nobody is asked for it twice."""
        lines = super().announce(turn, draft, ticket)
        match draft.values.get("proof"):
            case "given":
                lines.append(say("detail_change.proved"))
            case "seen":
                lines.append(say("detail_change.seen"))
        return lines
