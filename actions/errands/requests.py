"""The generic request: an account (or a mobile number in its place) and a few details.

Billing, meter, payment, load, details, disconnection and reconnection differ only in what
they ask beside it; each has its own file with that and nothing else.
"""

from __future__ import annotations

from actions.drafts import Draft
from actions.errands.tickets import TicketErrand
from actions.fields.base import Question
from actions.fields.numbers import AccountNumber, MobileNumber


class AccountRequest(TicketErrand):
    """A request that concerns one account. Who has no account number at hand gives a mobile
    number, and the utility finds the account."""

    account = AccountNumber(optional=True)
    caller = MobileNumber(wording="ask.mobile_instead", or_account=True)

    def questions(self, draft: Draft) -> tuple[Question, ...]:
        """The mobile number stands in for the account number, never beside it."""
        if "account_number" in draft.values:
            return tuple(one for one in self.asks if one is not self.caller)
        return self.asks
