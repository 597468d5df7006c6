"""Accounts: whose connection it is, where it lies, and its bill."""

from __future__ import annotations

from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.orm import Session

from reference_backend.answers import BillAnswer
from reference_backend.gazetteer import Place, division_hi
from reference_backend.problems import Refusal, unknown
from reference_backend.tables import Account
from reference_backend.utility_data import utilities


def account(session: Session, number: str, *, for_change: bool = False) -> Account:
    """The account; raises `Refusal` 404 `unknown_account`."""
    found = session.get(Account, number, with_for_update=for_change or None)
    if found is None:
        raise unknown("account")
    return found


def only_account_of(session: Session, mobile_number: str) -> Account | None:
    """The account registered on a mobile number, when there is exactly one."""
    registered = select(Account).where(Account.mobile_number == mobile_number).limit(2)
    found = session.scalars(registered).all()
    return found[0] if len(found) == 1 else None


def place_of(account: Account) -> Place:
    """Where the connection lies."""
    return Place(
        utility=account.utility,
        known=account.division is not None,
        key=account.place,
        block=account.block,
        locality=account.locality,
        division=account.division,
        division_hi=division_hi(account.utility, account.division),
        circle=account.circle,
        area=account.area,
    )


def bill_of(account: Account, *, current: bool = True) -> BillAnswer:
    """The bill in hand; raises `Refusal` 409 `not_issued_yet` when there is none.

    Without `current` it is the last known one: the billing system does not answer.
    """
    if account.bill_amount is None:
        raise Refusal(409, "not_issued_yet", "no bill has been issued for this account yet")
    return BillAnswer(
        account_number=account.account_number,
        amount=account.bill_amount,
        due_date=account.due_date,
        arrears=account.arrears,
        surcharge=account.surcharge,
        bill_month=account.bill_month,
        issued_on=account.issued_on,
        as_of=account.as_of,
        current=current,
        utility=account.utility,
        pay_link=pay_link(utilities()[account.utility].pay_link, account.account_number),
    )


def pay_link(template: str, number: str) -> str:
    """The utility's address for paying, with the account's or application's number filled in
    where its template has a place for it."""
    return template.replace("{number}", quote(number, safe=""))
