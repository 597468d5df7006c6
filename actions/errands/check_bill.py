"""Amount, due date and arrears of the monthly bill, as every quick-pay page shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from actions.drafts import Draft
from actions.errands.base import AskAgain, Done, Errand, person_button
from actions.errands.lookups import MOST_TOLD, count_lookup
from actions.errands.own_details import offer_details
from actions.fields.base import Question
from actions.fields.dates import INDIA
from actions.fields.numbers import AccountNumber
from actions.speech import Bubble, day, moment, money, say
from actions.understanding import Turn
from backend_client import (
    BackendClient,
    BackendGarbled,
    BackendUnreachable,
    Conflict,
    NotFound,
)
from backend_client.models import Bill


class CheckBill(Errand):
    """By account number, so that a son can pay for his father; never a name or an address."""

    name = "check_bill"
    takes_known: ClassVar[tuple[str, ...]] = ("account_number",)
    asks: ClassVar[tuple[Question, ...]] = (AccountNumber(),)

    async def finish(self, turn: Turn, draft: Draft, utility: BackendClient) -> Done:
        account = draft.values["account_number"]
        count_lookup(turn, account)
        known = {"account_number": account}
        try:
            bill = await utility.bill(account)
        except NotFound as absent:
            unknown = say("unknown.account", person_button(), account=account)
            raise AskAgain(unknown, forget=("account_number",)) from absent
        except Conflict:
            return Done([say("bill.not_issued_yet", account=account)], known=known)
        except (BackendUnreachable, BackendGarbled):
            told = _told_before(turn, account)
            if told is None:
                raise
            return Done(bill_lines(told), known=known)
        return Done(
            [*bill_lines(bill), *offer_details(turn, account)],
            known={**known, **_keep(turn, bill)},
        )


def bill_lines(bill: Bill) -> list[Bubble]:
    """The bill in the backend's figures, each only where the backend states it.

    A bill is payable after its day as well, and between the end of the month and the next one.
    """
    lines = [say("bill.amount", account=bill.account_number, amount=money(bill.amount))]
    if bill.due_date:
        lines.append(say("bill.due_date", due=day(bill.due_date)))
    if bill.arrears:
        lines.append(say("bill.arrears", arrears=money(bill.arrears)))
    if bill.surcharge:
        lines.append(say("bill.surcharge", surcharge=money(bill.surcharge)))
    if not bill.current:
        lines.append(say("bill.as_of", at=moment(bill.as_of)))
    if bill.due_date and bill.amount > 0 and bill.due_date < datetime.now(INDIA).date():
        lines.append(say("bill.payable_still"))
    if bill.pay_link:
        lines.append(say("bill.pay_link", link=bill.pay_link))
    return lines


def bills_told(turn: Turn) -> list[Bubble]:
    """The bill that this conversation was told last, with its date; nothing without one."""
    return [
        line
        for kept in _bills(turn)[-1:]
        for line in bill_lines(Bill.model_validate({**kept, "current": False}))
    ]


def _keep(turn: Turn, bill: Bill) -> dict[str, Any]:
    """The bill for a time when the backend is away; the latest few of this conversation."""
    others = [one for one in _bills(turn) if one.get("account_number") != bill.account_number]
    return {"bills": [*others, bill.model_dump(mode="json")][-MOST_TOLD:]}


def _told_before(turn: Turn, account: str) -> Bill | None:
    """The bill as this conversation was told it before; told again, it is not the current one."""
    for kept in _bills(turn):
        if kept.get("account_number") == account:
            return Bill.model_validate({**kept, "current": False})
    return None


def _bills(turn: Turn) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = turn.known.get("bills", [])
    return kept
