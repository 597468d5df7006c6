"""When somebody insists: a late ticket climbs to a senior, one that is not done is reopened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from reference_backend import events
from reference_backend.clock import in_india, now
from reference_backend.ladder import climb, escalated_at
from reference_backend.next_events import watch
from reference_backend.problems import Refusal
from reference_backend.rules import at_the_top, due_again, pauses
from reference_backend.tables import Ticket
from reference_backend.tickets import escalated_to, note, ticket_for_change
from reference_backend.utility_data import utilities
from reference_backend.vocabulary import DONE, REOPENABLE


def escalate(session: Session, number: str, reason: str | None) -> Ticket:
    """Hand a late ticket to the next senior.

    Raises `Refusal` 409: `already_closed` for a ticket that is done (it can be reopened),
    `at_the_top` when no senior is left, `escalated_recently` while the last one still has time,
    `not_due_yet` while its first deadline has not passed and no life is in danger.
    """
    late = ticket_for_change(session, number)
    moment = now()
    _refuse_too_early(session, late, moment)
    climb(session, late, moment, reason)
    _happened(session, late, "ticket.escalated", moment)
    watch(session, late, moment)
    return late


def reopen(session: Session, number: str, description: str | None) -> Ticket:
    """Reopen a ticket that is done on paper only, with a shorter deadline than before.

    Raises `Refusal` 409 `still_open`.
    """
    closed = ticket_for_change(session, number)
    if closed.status not in REOPENABLE:
        raise _conflict("still_open", "the ticket is still open", closed)
    moment = now()
    if closed.status == "resolved":
        # The consumer was asked whether it is fixed, and this is their no.
        _happened(session, closed, "ticket.disputed", moment)
    utility = utilities()[closed.utility]
    closed.due_at = due_again(utility, closed.kind, closed.subtype, closed.area, moment)
    closed.due_basis = "reopened"
    closed.promise_due_at, closed.promise_basis = closed.due_at, closed.due_basis
    closed.standard_due_at = closed.standard_basis = None
    closed.status = "reopened"
    closed.resolved_at = closed.closed_by = closed.closing_code = None
    closed.reopened_count += 1
    closed.updated_at = moment
    note(session, closed, "reopened", description, moment)
    _happened(session, closed, "ticket.reopened", moment)
    watch(session, closed, moment)
    return closed


def _happened(session: Session, ticket: Ticket, kind: str, moment: datetime) -> None:
    """What the consumer did stands in the history; nobody has to tell them."""
    events.of_ticket(session, ticket, kind, moment, by=events.CONSUMER, tell=False)


def _refuse_too_early(session: Session, late: Ticket, moment: datetime) -> None:
    if late.status in DONE:
        raise _conflict("already_closed", "the ticket is closed; it can be reopened", late)
    utility = utilities()[late.utility]
    if at_the_top(utility, late.escalation_level):
        raise _with_senior("at_the_top", "no senior is left above the present one", late)
    since = escalated_at(session, late)
    if since is not None and pauses(utility, since, moment):
        detail = "the senior who has it still has time"
        raise _with_senior("escalated_recently", detail, late, escalated_at=_told(since))
    pressing = late.priority == 0 or late.escalation_level > 0 or late.reopened_count > 0
    if not pressing and late.due_at is not None and late.due_at > moment:
        raise _conflict("not_due_yet", "the deadline has not passed yet", late)


def _with_senior(code: str, detail: str, late: Ticket, **facts: Any) -> Refusal:
    senior = escalated_to(late)
    return _conflict(code, detail, late, escalated_to=senior and senior.data(), **facts)


def _conflict(code: str, detail: str, ticket: Ticket, **facts: Any) -> Refusal:
    due_at = _told(ticket.due_at) if ticket.due_at else None
    return Refusal(409, code, detail, due_at=due_at, ticket_status=ticket.status, **facts)


def _told(moment: datetime) -> str:
    return in_india(moment).isoformat(timespec="seconds")
