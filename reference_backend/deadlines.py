"""What the clock does with tickets: a missed deadline, a senior whose time is over, silence.

Every ticket that waits for the clock carries its next event with its moment, under an index. The
clock takes those that are due in small batches; how many tickets there are besides does not matter,
and two processes never take the same one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from prometheus_client import Counter
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from reference_backend import closing, events
from reference_backend.database import Database
from reference_backend.ladder import climb, escalated_at
from reference_backend.rules import Terms, at_the_top, compensated, pause_ends, senior_at
from reference_backend.tables import Ticket
from reference_backend.utility_data import utilities
from reference_backend.vocabulary import DONE

log = logging.getLogger(__name__)

MISSED = Counter(
    "bijli_utility_deadlines_missed",
    "Deadlines that passed: of the nearer promise or standard (overdue), of the farther one",
    ["which", "kind"],
)
BATCH = 100
_AFTER_FAILURE = timedelta(hours=1)


def term_columns(terms: Terms) -> dict[str, Any]:
    """What a ticket keeps of its terms: promise and standard, and the nearer as its deadline."""
    standard = terms.standard
    return {
        "due_at": terms.due_at,
        "due_basis": terms.due_basis,
        "promise_due_at": terms.promise.due_at,
        "promise_basis": terms.promise.term.key,
        "standard_due_at": standard.due_at if standard else None,
        "standard_basis": standard.term.key if standard else None,
    }


def watch(session: Session, ticket: Ticket, moment: datetime) -> None:
    """Set what the clock has to do next with an open ticket, looking from `moment` on.

    To be called whenever its deadline, its senior or its status has changed. A ticket that is
    done waits for nothing, unless `closing.ask` made it wait for an answer.
    """
    if ticket.status in DONE:
        ticket.next_event = ticket.next_event_at = None
        return
    coming = [(at, what) for at, what in _expected(session, ticket) if at > moment]
    ticket.next_event_at, ticket.next_event = min(coming, default=(None, None))


def watch_arrival(session: Session, ticket: Ticket, moment: datetime) -> None:
    """Watch a ticket that comes from another system at `moment`.

    One that is late on arrival does not climb at once, since nobody knows what was done about it:
    whoever has it gets the time of a senior first. A resolved one is asked about by nobody here.
    """
    watch(session, ticket, moment)
    if ticket.status not in DONE and ticket.next_event is None:
        ticket.next_event = "senior"
        ticket.next_event_at = pause_ends(utilities()[ticket.utility], moment)


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
    first = select(Ticket.next_event_at).where(Ticket.next_event_at.is_not(None))
    with database.reading() as session:
        return session.scalars(first.order_by(Ticket.next_event_at).limit(1)).first()


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


def _expected(session: Session, ticket: Ticket) -> list[tuple[datetime, str]]:
    """All that the clock has to do with an open ticket, past and to come."""
    limits = {ticket.promise_due_at, ticket.standard_due_at, ticket.due_at} - {None}
    coming = [(at, "overdue" if at == ticket.due_at else "breached") for at in limits if at]
    since = escalated_at(session, ticket)
    if since is not None:
        ends = pause_ends(utilities()[ticket.utility], since)
        top = at_the_top(utilities()[ticket.utility], ticket.escalation_level)
        coming.append((ends, "beyond" if top else "senior"))
    return coming


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
