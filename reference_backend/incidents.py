"""Many fault tickets of one place within a short time are one incident.

The incident is an outage made of reports: one number, one work order, one deadline. How many
tickets, how soon and of which subtypes stands in each utility's `incidents.yml`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from reference_backend.clock import now
from reference_backend.deadlines import watch
from reference_backend.numbers import next_number
from reference_backend.outages import lies_in
from reference_backend.tables import Outage, Ticket
from reference_backend.utility_data import utilities
from reference_backend.vocabulary import DONE


def gather(session: Session, newest: Ticket) -> Outage | None:
    """Make an incident of the place's tickets, if this newest one makes them enough.

    The caller holds the place (`place_matter`), so that no two incidents arise from one storm.
    """
    members = _members(session, newest)
    if len(members) < utilities()[newest.utility].incidents.tickets:
        return None
    incident = Outage(
        number=next_number(session, "outage"),
        source="reports",
        started_at=min(ticket.created_at for ticket in members),
        due_at=min((one.due_at for one in members if one.due_at), default=None),
        affected=len(members),
        **{name: getattr(newest, name) for name in _WHERE},
    )
    session.add(incident)
    lies_in(session, incident, [(str(newest.place), newest.block)])
    for ticket in members:
        belong(session, ticket, incident)
    session.flush()
    return incident


def belong(session: Session, ticket: Ticket, outage: Outage) -> None:
    """The ticket becomes one of the outage's, with the deadline of its one work order."""
    ticket.outage_number = outage.number
    ticket.due_at = shared_deadline(outage, ticket.due_at)
    watch(session, ticket, now())


def shared_deadline(outage: Outage, own: datetime | None) -> datetime | None:
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


def _members(session: Session, newest: Ticket) -> list[Ticket]:
    rule = utilities()[newest.utility].incidents
    if newest.kind != "fault" or newest.place is None or newest.subtype not in rule.subtypes:
        return []
    since = newest.created_at - timedelta(minutes=rule.window_minutes)
    near = loose_tickets(session, newest.utility, newest.place, newest.block, since)
    # Who names no block may be anywhere in the locality: they stand for themselves.
    return [ticket for ticket in near if ticket.block == newest.block]


_WHERE = ("locality", "place", "block", "utility", "division", "circle", "area")
