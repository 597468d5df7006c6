"""What the clock does with tickets: a missed deadline, a senior whose time is over, silence.

It takes those whose next event is due (`next_events`) in small batches; how many tickets there
are besides does not matter, and two processes never take the same one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from prometheus_client import Counter
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from reference_backend import closing, events
from reference_backend.database import Database
from reference_backend.ladder import climb, escalated_at
from reference_backend.next_events import watch
from reference_backend.rules import at_the_top, compensated, senior_at
from reference_backend.tables import Ticket, table_of
from reference_backend.utility_data import utilities

log = logging.getLogger(__name__)

MISSED = Counter(
    "bijli_utility_deadlines_missed",
    "Deadlines that passed: of the nearer promise or standard (overdue), of the farther one",
    ["which", "kind"],
)
BATCH = 100
_WAITING = table_of(Ticket).c.next_event_at
_FIRST = select(_WAITING).where(_WAITING.is_not(None)).order_by(_WAITING).limit(1)
_AFTER_FAILURE = timedelta(hours=1)


def tick(database: Database, moment: datetime, batch: int = BATCH) -> int:
    """Do what is due at `moment` with up to `batch` tickets; returns how many there were.

    One transaction: what is done and the event that tells of it are kept together or not at all.
    """
    due = (
        select(Ticket)
        .where(Ticket.next_event_at <= moment)
        .order_by(Ticket.next_event_at)
        .limit(batch)
        .with_for_update(skip_locked=True)
    )
    with database.writing() as session:
        tickets = session.scalars(due).all()
        passed = [(ticket.next_event, ticket.kind) for ticket in tickets]
        for ticket in tickets:
            _do(session, ticket, moment)
    for event, kind in passed:
        if event in ("overdue", "breached"):
            MISSED.labels(event, kind).inc()
    return len(tickets)


def next_moment(database: Database) -> datetime | None:
    """When the clock has something to do next; None while no ticket waits for it."""
    with database.reading() as session:
        return first_due(session)


def first_due(session: Session) -> datetime | None:
    """The same among the records of a session."""
    return session.execute(_FIRST).scalar()


def _do(session: Session, ticket: Ticket, moment: datetime) -> None:
    """A ticket with which nothing can be done must not stop the clock for the others."""
    number = ticket.number
    try:
        with session.begin_nested():
            _WORK[ticket.next_event or ""](session, ticket, moment)
    except SQLAlchemyError:
        raise
    except Exception:
        log.exception("the clock can do nothing with %s", number)
        ticket.next_event_at = moment + _AFTER_FAILURE


def _overdue(session: Session, ticket: Ticket, moment: datetime) -> None:
    """The nearer deadline has passed: a senior takes the ticket, and the consumer is told so."""
    missed = ticket.next_event_at or moment
    utility = utilities()[ticket.utility]
    since = escalated_at(session, ticket)
    # Somebody insisted before the deadline: the senior who has it keeps their time.
    if since is None and not at_the_top(utility, ticket.escalation_level):
        climb(session, ticket, moment)
    senior = senior_at(utility, ticket.escalation_level)
    facts = {"due_at": _told(missed), "role": senior.role if senior else "officer"}
    events.of_ticket(session, ticket, "ticket.overdue", moment, by=events.CLOCK, facts=facts)
    _tell_of_compensation(session, ticket, missed, moment)
    watch(session, ticket, missed)


def _breached(session: Session, ticket: Ticket, moment: datetime) -> None:
    """The farther one of promise and standard has passed as well."""
    missed = ticket.next_event_at or moment
    facts = {"due_at": _told(missed)}
    kind = "ticket.breached"
    events.of_ticket(session, ticket, kind, moment, by=events.CLOCK, facts=facts, tell=False)
    _tell_of_compensation(session, ticket, missed, moment)
    watch(session, ticket, missed)


def _tell_of_compensation(
    session: Session, ticket: Ticket, missed: datetime, moment: datetime
) -> None:
    """That the regulator has a rule for this breach, once; never that somebody will get it."""
    if missed != ticket.standard_due_at:
        return
    if compensated(utilities()[ticket.utility], ticket.standard_basis):
        kind, facts = "ticket.compensation", {"due_at": _told(missed)}
        events.of_ticket(session, ticket, kind, moment, by=events.CLOCK, facts=facts)


def _senior(session: Session, ticket: Ticket, moment: datetime) -> None:
    """The senior's time is over: the next one has it, if there is one."""
    if at_the_top(utilities()[ticket.utility], ticket.escalation_level):
        _beyond(session, ticket, moment)
        return
    climb(session, ticket, moment)
    senior = senior_at(utilities()[ticket.utility], ticket.escalation_level)
    facts = {"role": senior.role if senior else "officer"}
    events.of_ticket(session, ticket, "ticket.escalated", moment, by=events.CLOCK, facts=facts)
    watch(session, ticket, moment)


def _beyond(session: Session, ticket: Ticket, moment: datetime) -> None:
    """Nobody is left above: the consumer hears of the forums outside the utility."""
    since = ticket.next_event_at or moment
    events.of_ticket(session, ticket, "ticket.beyond", moment, by=events.CLOCK)
    watch(session, ticket, since)


def _silence(session: Session, ticket: Ticket, moment: datetime) -> None:
    """Nobody answered whether it is fixed."""
    if closing.not_asked_yet(session, ticket.number):
        hours = utilities()[ticket.utility].deadlines.closing.silence_hours
        ticket.next_event_at = moment + timedelta(hours=hours)
    else:
        closing.close(session, ticket, moment, by=events.CLOCK, closed_by="silence")


def _told(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


_WORK: dict[str, Callable[[Session, Ticket, datetime], None]] = {
    "overdue": _overdue,
    "breached": _breached,
    "senior": _senior,
    "beyond": _beyond,
    "silence": _silence,
}
