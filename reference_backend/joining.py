"""When a report belongs to a ticket that is open already.

While a ticket of the same kind and subtype is open for the account – or, where one side has no
account, for the same mobile number at the same place – a new report is added to it. A hazard
joins by mobile number and a named place only: two wires down are two dangers. A callback joins
by mobile number alone. Misconduct and theft never join: each is an accusation of its own. Nor
does a payment of another amount or day: each payment has to be found by itself.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from reference_backend.database import wait_for
from reference_backend.gazetteer import Place
from reference_backend.requests import TicketBody
from reference_backend.tables import Ticket
from reference_backend.vocabulary import ACCUSATIONS, DONE

_PAYMENT = (Ticket.amount, Ticket.payment_date)


def open_twin(session: Session, body: TicketBody, place: Place) -> Ticket | None:
    """The open ticket that this report belongs to; the oldest if several are as likely."""
    ways = _ways(body, place)
    if not ways:
        return None
    # Two reports of one matter at the same moment must see each other.
    people = (body.account_number, body.mobile_number)
    wait_for(session, *(f"{body.kind}/{number}" for number in people if number))
    twin = (
        select(Ticket)
        .where(
            or_(*ways),
            Ticket.kind == body.kind,
            Ticket.status.not_in(DONE),
            Ticket.subtype == body.subtype if body.subtype else Ticket.subtype.is_(None),
            *_same_payment(body),
        )
        # Of two payments, the one that is known by amount and day is meant before a vague one.
        .order_by(*(column.is_(None) for column in _PAYMENT), Ticket.created_at, Ticket.number)
        .limit(1)
        .with_for_update()
    )
    return session.scalars(twin).first()


def _ways(body: TicketBody, place: Place) -> list[ColumnElement[bool]]:
    if body.kind in ACCUSATIONS:
        return []
    same_mobile = Ticket.mobile_number == body.mobile_number
    if body.kind == "callback":
        return [same_mobile] if body.mobile_number else []
    same_place = and_(_equal(Ticket.place, place.key), _equal(Ticket.block, place.block))
    if body.kind == "hazard":
        return [and_(same_mobile, same_place)] if body.mobile_number and place.key else []
    ways: list[ColumnElement[bool]] = []
    if body.account_number:
        ways.append(Ticket.account_number == body.account_number)
    if body.mobile_number:
        ways.append(and_(same_mobile, same_place, *_no_other_account(body)))
    return ways


def _same_payment(body: TicketBody) -> list[ColumnElement[bool]]:
    """No amount and no day that contradict; what one side does not say is no contradiction."""
    if body.kind != "payment_not_posted":
        return []
    stated = zip(_PAYMENT, (body.amount, body.payment_date), strict=True)
    return [or_(column.is_(None), column == value) for column, value in stated if value is not None]


def _no_other_account(body: TicketBody) -> list[ColumnElement[bool]]:
    return [Ticket.account_number.is_(None)] if body.account_number else []


def _equal(column: InstrumentedAttribute[str | None], value: str | None) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value
