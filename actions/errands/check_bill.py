"""Amount, due date and arrears of the monthly bill, as every quick-pay page shows them."""

from __future__ import annotations

from typing import ClassVar

from actions.drafts import Draft
from actions.errands.base import AskAgain, Done, Errand, person_button
from actions.errands.lookups import count_lookup
from actions.fields.base import Question
from actions.fields.numbers import AccountNumber
from actions.speech import Bubble, day, money, say
from actions.understanding import Turn
from backend_client import BackendClient, Conflict, NotFound
from backend_client.models import Bill


class CheckBill(Errand):
    """By account number, so that a son can pay for his father; never a name or an address."""

    name = "check_bill"
    takes_known: ClassVar[tuple[str, ...]] = ("account_number",)
    asks: ClassVar[tuple[Question, ...]] = (AccountNumber(),)

    async def finish(self, turn: Turn, draft: Draft, utility: BackendClient) -> Done:
        account = draft.values["account_number"]
        known = {**count_lookup(turn, account), "account_number": account}
        try:
            bill = await utility.bill(account)
        except NotFound as absent:
            unknown = say("unknown.account", person_button(), account=account)
            raise AskAgain(unknown, forget=("account_number",)) from absent
        except Conflict:
            return Done([say("bill.not_issued_yet", account=account)], known=known)
        return Done(bill_lines(bill), known=known)


def bill_lines(bill: Bill) -> list[Bubble]:
    """The bill in the backend's figures, each only where the backend states it."""
    lines = [say("bill.amount", account=bill.account_number, amount=money(bill.amount))]
    if bill.due_date:
        lines.append(say("bill.due_date", due=day(bill.due_date)))
    if bill.arrears:
        lines.append(say("bill.arrears", arrears=money(bill.arrears)))
    if bill.surcharge:
        lines.append(say("bill.surcharge", surcharge=money(bill.surcharge)))
    if bill.pay_link:
        lines.append(say("bill.pay_link", link=bill.pay_link))
    return lines
