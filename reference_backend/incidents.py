"""Many fault tickets of one place within a short time are one incident.

The incident is an outage made of reports: one number, one work order, one deadline. How many
tickets, how soon and of which subtypes stands in each utility's `incidents.yml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from reference_backend.clock import now
from reference_backend.next_events import watch
from reference_backend.numbers import next_number
from reference_backend.outages import lies_in
from reference_backend.tables import Outage, Stated, Ticket, table_of
from reference_backend.utility_data import utilities
from reference_backend.vocabulary import DONE


def gather(session: Session, newest: Mapping[str, Any]) -> Outage | None:
    """Make an incident of the place's tickets, if this newest one makes them enough.

    `newest` holds the columns of a ticket that is in the table already. The caller holds the
    place (`place_matter`), so that no two incidents arise from one storm.
    """
    rule = utilities()[newest["utility"]].incidents
    if newest["place"] is None or newest["subtype"] not in rule.subtypes:
        return None
    near = {
        "place": newest["place"],
        "block": newest["block"],
        "since": newest["created_at"] - timedelta(minutes=rule.window_minutes),
    }
    # Who names no block may be anywhere in the locality: they stand for themselves.
    loose = _loose(newest["utility"], newest["block"] is None)
    numbers = session.execute(loose, near).scalars().all()
    if len(numbers) < rule.tickets:
        return None
    members = [session.get_one(Ticket, number) for number in numbers]
    incident = Outage(
        number=next_number(session, "outage"),
        source="reports",
        started_at=min(ticket.created_at for ticket in members),
        due_at=min((one.due_at for one in members if one.due_at), default=None),
        affected=len(members),
        **{name: newest[name] for name in _WHERE},
    )
    session.add(incident)
    lies_in(session, incident, [(newest["place"], newest["block"])])
    for ticket in members:
        belong(session, ticket, incident)
    session.flush()
    return incident


def belong(session: Session, ticket: Ticket, outage: Outage) -> None:
    """The ticket becomes one of the outage's, with the deadline of its one work order."""
    ticket.outage_number = outage.number
    ticket.due_at = shared_deadline(outage, ticket.due_at)
    watch(session, ticket, now())


def shared_deadline(outage: Outage | Stated, own: datetime | None) -> datetime | None:
    """The outage's deadline while it lies ahead; it never gives a ticket a later one."""
    if outage.due_at is None or outage.due_at <= now():
        return own
    return outage.due_at if own is None else min(outage.due_at, own)


def loose_tickets(
    session: Session, utility: str, place: str, block: str | None, since: datetime
) -> list[Ticket]:
    """Open fault tickets of a place that no outage explains yet, of the subtypes that count."""
    wanted = select(Ticket).where(
        Ticket.place == place,
        Ticket.created_at >= since,
        Ticket.kind == "fault",
        Ticket.subtype.in_(utilities()[utility].incidents.subtypes),
        Ticket.outage_number.is_(None),
        Ticket.status.not_in(DONE),
    )
    if block is not None:
        wanted = wanted.where(Ticket.block == block)
    return list(session.scalars(wanted.order_by(Ticket.number).with_for_update()))


@cache
def _loose(utility: str, without_block: bool) -> Select[tuple[str]]:
    """The numbers of those tickets (`loose_tickets`) of one `block`, or of those that name none."""
    in_block = _T.block.is_(None) if without_block else _T.block == bindparam("block")
    counted = (
        select(_T.number)
        .where(_T.place == bindparam("place"), in_block, _T.created_at >= bindparam("since"))
        .where(_T.kind == "fault", _T.subtype.in_(utilities()[utility].incidents.subtypes))
        .where(_T.outage_number.is_(None), _T.status.not_in(DONE))
    )
    return counted.order_by(_T.number).with_for_update()


_T = table_of(Ticket).c
_WHERE = ("locality", "place", "block", "utility", "division", "circle", "area")
