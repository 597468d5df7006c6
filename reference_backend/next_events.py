"""What the clock has to do next with a ticket, and when.

Every ticket that waits for the clock carries its next event with its moment, under an index.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from reference_backend.ladder import escalated_at
from reference_backend.rules import Terms, at_the_top, pause_ends
from reference_backend.tables import Ticket
from reference_backend.utility_data import utilities
from reference_backend.vocabulary import DONE

#: The name of what is to be done, and when; both are empty when nothing is left.
Next = tuple[datetime | None, str | None]


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


def first_event(limits: dict[str, Any], moment: datetime) -> Next:
    """The next event after `moment` of a new ticket with these deadlines (`term_columns`)."""
    names = ("promise_due_at", "standard_due_at", "due_at")
    return _nearest(_passing({limits[name] for name in names}, limits["due_at"]), moment)


def watch(session: Session, ticket: Ticket, moment: datetime) -> None:
    """Set what the clock has to do next with an open ticket, looking from `moment` on.

    To be called whenever its deadline, its senior or its status has changed. A ticket that is
    done waits for nothing, unless `closing.ask` made it wait for an answer.
    """
    if ticket.status in DONE:
        ticket.next_event = ticket.next_event_at = None
        return
    ticket.next_event_at, ticket.next_event = _nearest(_expected(session, ticket), moment)


def watch_arrival(session: Session, ticket: Ticket, moment: datetime) -> None:
    """Watch a ticket that comes from another system at `moment`.

    One that is late on arrival does not climb at once, since nobody knows what was done about it:
    whoever has it gets the time of a senior first. A resolved one is asked about by nobody here.
    """
    watch(session, ticket, moment)
    if ticket.status not in DONE and ticket.next_event is None:
        ticket.next_event = "senior"
        ticket.next_event_at = pause_ends(utilities()[ticket.utility], moment)


def _nearest(expected: list[tuple[datetime, str]], moment: datetime) -> Next:
    return min((one for one in expected if one[0] > moment), default=(None, None))


def _expected(session: Session, ticket: Ticket) -> list[tuple[datetime, str]]:
    """All that the clock has to do with an open ticket, past and to come."""
    limits = {ticket.promise_due_at, ticket.standard_due_at, ticket.due_at}
    coming = _passing(limits, ticket.due_at)
    since = escalated_at(session, ticket)
    if since is not None:
        ends = pause_ends(utilities()[ticket.utility], since)
        top = at_the_top(utilities()[ticket.utility], ticket.escalation_level)
        coming.append((ends, "beyond" if top else "senior"))
    return coming


def _passing(limits: set[datetime | None], due_at: datetime | None) -> list[tuple[datetime, str]]:
    """Each deadline that passes, the nearer of promise and standard and the farther one."""
    return [(at, "overdue" if at == due_at else "breached") for at in limits if at]
