"""When a report belongs to a ticket that is open already.

While a ticket of the same kind and subtype is open for the account – or, where one side has no
account, for the same mobile number at the same place – a new report is added to it. A hazard
joins by mobile number and a named place only: two wires down are two dangers. A callback joins
by mobile number alone. Misconduct and theft never join: each is an accusation of its own. Nor
does a payment of another amount or day: each payment has to be found by itself.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from reference_backend.database import wait_for
from reference_backend.gazetteer import Place
from reference_backend.requests import TicketBody
from reference_backend.tables import Ticket, table_of
from reference_backend.vocabulary import ACCUSATIONS, DONE

_OF_A_PAYMENT = "payment_not_posted"
_PAYMENT = ("amount", "payment_date")
#: By which an open ticket is recognised; what a report leaves out counts as well.
_MARKS = ("account_number", "mobile_number", "subtype", *_PAYMENT)
_T = table_of(Ticket).c


def open_twin(session: Session, body: TicketBody, place: Place) -> Ticket | None:
    """The open ticket that this report belongs to; the oldest if several are as likely."""
    marks = {"place": place.key, "block": place.block, **{n: getattr(body, n) for n in _MARKS}}
    twin = _twin(body.kind, frozenset(name for name, value in marks.items() if value is not None))
    if twin is None:
        return None
    # Two reports of one matter at the same moment must see each other.
    people = (body.account_number, body.mobile_number)
    wait_for(session, *(f"{body.kind}/{number}" for number in people if number))
    found = session.execute(twin, marks).scalar()
    return None if found is None else session.get_one(Ticket, found)


@cache
def _twin(kind: str, stated: frozenset[str]) -> Select[tuple[str]] | None:
    """The statement that finds the number of an open twin, by the marks that a report states."""
    ways = _ways(kind, stated)
    if not ways:
        return None
    return (
        select(_T.number)
        .where(
            or_(*ways),
            _T.kind == kind,
            _T.status.not_in(DONE),
            _same("subtype", stated),
            *(_no_other(name) for name in _PAYMENT if name in stated and kind == _OF_A_PAYMENT),
        )
        # Of two payments, the one that is known by amount and day is meant before a vague one.
        .order_by(*(_T[name].is_(None) for name in _PAYMENT), _T.created_at, _T.number)
        .limit(1)
        .with_for_update()
    )


def _ways(kind: str, stated: frozenset[str]) -> list[ColumnElement[bool]]:
    if kind in ACCUSATIONS:
        return []
    by_mobile = "mobile_number" in stated
    if kind == "callback":
        return [_same("mobile_number", stated)] if by_mobile else []
    at_place = and_(*(_same(name, stated) for name in ("mobile_number", "place", "block")))
    if kind == "hazard":
        return [at_place] if by_mobile and "place" in stated else []
    if "account_number" not in stated:
        return [at_place] if by_mobile else []
    ways = [_same("account_number", stated)]
    if by_mobile:
        ways.append(and_(at_place, _T.account_number.is_(None)))
    return ways


def _same(name: str, stated: frozenset[str]) -> ColumnElement[bool]:
    column = _T[name]
    return column == bindparam(name) if name in stated else column.is_(None)


def _no_other(name: str) -> ColumnElement[bool]:
    """Nothing that contradicts: what one side does not say is no contradiction."""
    return or_(_T[name].is_(None), _T[name] == bindparam(name))
