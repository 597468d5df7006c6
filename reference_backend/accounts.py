"""Accounts: whose connection it is, where it lies, and its bill."""

from __future__ import annotations

from urllib.parse import quote

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from reference_backend.answers import BillAnswer
from reference_backend.gazetteer import Place, division_hi
from reference_backend.problems import Refusal, unknown
from reference_backend.tables import Account, Stated, table_of
from reference_backend.utility_data import utilities


def account(session: Session, number: str) -> Stated:
    """The account; raises `Refusal` 404 `unknown_account`."""
    found = account_if_known(session, number)
    if found is None:
        raise unknown("account")
    return found


def account_for_change(session: Session, number: str) -> Account:
    """The account, held for a change; raises `Refusal` 404 `unknown_account`."""
    found = session.get(Account, number, with_for_update=True)
    if found is None:
        raise unknown("account")
    return found


def account_if_known(session: Session, number: str) -> Stated | None:
    """The account, if there is one."""
    return session.execute(_BY_NUMBER, {"given": number}).first()


def only_account_of(session: Session, mobile_number: str) -> Stated | None:
    """The account registered on a mobile number, when there is exactly one."""
    found = session.execute(_BY_MOBILE, {"given": mobile_number}).all()
    return found[0] if len(found) == 1 else None


def place_of(account: Account | Stated) -> Place:
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


def bill_of(account: Account | Stated, *, current: bool = True) -> BillAnswer:
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


_ACCOUNTS = table_of(Account)
_BY_NUMBER = select(_ACCOUNTS).where(_ACCOUNTS.c.account_number == bindparam("given"))
_BY_MOBILE = select(_ACCOUNTS).where(_ACCOUNTS.c.mobile_number == bindparam("given")).limit(2)
