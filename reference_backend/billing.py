"""Payments as the billing system posts them, claims that wait for them, and its own absences.

A bill stays payable on every day, also between the end of the month and the next bill: nothing
here looks at the calendar. While the billing system does not answer, the last known bill is told
with its date, and nothing is posted.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from reference_backend import closing, events
from reference_backend.accounts import account_for_change
from reference_backend.clock import in_india, now
from reference_backend.payment_requests import PostedBody
from reference_backend.problems import Refusal, unknown
from reference_backend.tables import Account, BillingPause, Payment, Ticket, table_of
from reference_backend.utility_data import utilities
from reference_backend.vocabulary import DONE

BILLING = "billing"  # who does it, in the history of a ticket
_PAUSES = table_of(BillingPause)
_PAUSED = select(_PAUSES.c.since).where(_PAUSES.c.utility == bindparam("given"))


def post(session: Session, number: str, body: PostedBody) -> Account:
    """Post a payment to an account; claims that were waiting for it are resolved and asked about.

    Raises `Refusal` 404 `unknown_account`, 409 `already_posted` for a reference that the account
    has, 422 `invalid` for a day to come, 503 `billing_away`.
    """
    paid = account_for_change(session, number)
    if is_away(session, paid.utility):
        raise Refusal(503, "billing_away", "the billing system does not answer")
    moment = now()
    paid_on = body.paid_on or in_india(moment).date()
    if paid_on > in_india(moment).date():
        fields = {"paid_on": "out_of_range"}
        raise Refusal(422, "invalid", "not in the future", fields=fields)
    _refuse_twice(session, number, body.reference)
    payment = Payment(account_number=number, amount=body.amount, paid_on=paid_on)
    payment.reference, payment.posted_at = body.reference, moment
    session.add(payment)
    _settle(paid, body.amount)
    paid.as_of = moment
    for claim in _claims(session, number, body.amount, paid_on):
        facts = {"amount": body.amount, "paid_on": paid_on.isoformat()}
        kind = "ticket.payment_posted"
        events.record(session, kind, claim.number, moment, by=BILLING, facts=facts)
        closing.ask(session, claim, moment, BILLING)
    session.flush()
    return paid


def is_away(session: Session, utility: str) -> bool:
    """Whether the utility's billing system does not answer at present."""
    return session.execute(_PAUSED, {"given": utility}).first() is not None


def pause(session: Session, utility: str) -> None:
    """The billing system does not answer from now on; raises `Refusal` 404 `unknown_utility`."""
    _known(utility)
    if session.get(BillingPause, utility, with_for_update=True) is None:
        session.add(BillingPause(utility=utility, since=now()))
    session.flush()


def resume(session: Session, utility: str) -> None:
    """The billing system answers again; raises `Refusal` 404 `unknown_utility`."""
    _known(utility)
    away = session.get(BillingPause, utility, with_for_update=True)
    if away is not None:
        session.delete(away)
    session.flush()


def _known(utility: str) -> None:
    if utility not in utilities():
        raise unknown("utility")


def _refuse_twice(session: Session, number: str, reference: str) -> None:
    same = select(Payment.id).where(
        Payment.account_number == number, Payment.reference == reference
    )
    if session.scalars(same).first() is not None:
        raise Refusal(409, "already_posted", "this payment is posted already")


def _settle(paid: Account, amount: float) -> None:
    """What is left of the bill. What was paid beyond it is the billing system's to set off."""
    if paid.bill_amount is None:
        return
    left = max(0, round(paid.bill_amount - amount, 2))
    paid.bill_amount = left
    # Old dues and surcharge are paid last or with the rest: no more of them is left than that.
    paid.arrears = min(paid.arrears, left) if paid.arrears is not None else None
    paid.surcharge = min(paid.surcharge, left) if paid.surcharge is not None else None


def _claims(session: Session, number: str, amount: float, paid_on: date) -> list[Ticket]:
    """Open claims of the account that this payment answers: none that names another one."""
    waiting = select(Ticket).where(
        Ticket.account_number == number,
        Ticket.kind == "payment_not_posted",
        Ticket.status.not_in(DONE),
        or_(Ticket.amount.is_(None), Ticket.amount == amount),
        or_(Ticket.payment_date.is_(None), Ticket.payment_date == paid_on),
    )
    return list(session.scalars(waiting.order_by(Ticket.number).with_for_update()))
