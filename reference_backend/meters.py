"""The store of meters, by utility and phase."""

from __future__ import annotations

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from reference_backend.connection_requests import MetersBody
from reference_backend.database import wait_for
from reference_backend.problems import Refusal, unknown
from reference_backend.tables import MeterStock
from reference_backend.utility_data import utilities


def add(session: Session, body: MetersBody) -> MeterStock:
    """Meters come in, or a count takes some away.

    Raises `Refusal` 404 `unknown_utility`, 409 `no_meter` when fewer are in store.
    """
    if body.utility not in utilities():
        raise unknown("utility")
    wait_for(session, f"meters/{body.utility}/{body.phase}")
    stock = session.get(MeterStock, (body.utility, body.phase), with_for_update=True)
    if stock is None:
        stock = MeterStock(utility=body.utility, phase=body.phase, in_store=0)
        session.add(stock)
    if stock.in_store + body.added < 0:
        raise _none_left(body.phase)
    stock.in_store += body.added
    session.flush()
    return stock


def in_store(session: Session, utility: str | None = None) -> list[MeterStock]:
    """What the store holds, by utility and phase."""
    wanted = select(MeterStock).order_by(MeterStock.utility, MeterStock.phase)
    if utility is not None:
        wanted = wanted.where(MeterStock.utility == utility)
    return list(session.scalars(wanted))


def take_one(session: Session, utility: str, phase: str) -> None:
    """One meter leaves the store; raises `Refusal` 409 `no_meter`.

    One statement, so that of two who reach for the last meter one gets it.
    """
    taken = session.execute(
        update(MeterStock)
        .where(MeterStock.utility == utility, MeterStock.phase == phase, MeterStock.in_store > 0)
        .values(in_store=MeterStock.in_store - 1)
    )
    assert isinstance(taken, CursorResult)
    if taken.rowcount == 0:
        raise _none_left(phase)


def _none_left(phase: str) -> Refusal:
    return Refusal(409, "no_meter", f"no meter of {phase} phase is in store")
