"""When somebody insists: a late ticket climbs to a senior, one that is not done is reopened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from reference_backend.clock import in_india, now
from reference_backend.problems import Refusal
from reference_backend.rules import at_the_top, due_again, pauses
from reference_backend.tables import Ticket, TicketNote
from reference_backend.tickets import escalated_to, note, ticket
from reference_backend.utility_data import utilities
from reference_backend.vocabulary import DONE, REOPENABLE


def escalate(session: Session, number: str, reason: str | None) -> Ticket:
    """Hand a late ticket to the next senior.

    Raises `Refusal` 409: `already_closed` for a ticket that is done (it can be reopened),
    `at_the_top` when no senior is left, `escalated_recently` while the last one still has time,
    `not_due_yet` while its first deadline has not passed and no life is in danger.
    """
    late = ticket(session, number, for_change=True)
    moment = now()
    _refuse_too_early(session, late, moment)
    late.escalation_level += 1
    late.updated_at = moment
    note(session, late, "escalated", reason, moment)
    session.flush()
    return late


def reopen(session: Session, number: str, description: str | None) -> Ticket:
    """Reopen a ticket that is done on paper only, with a shorter deadline than before.

    Raises `Refusal` 409 `still_open`.
    """
    closed = ticket(session, number, for_change=True)
    if closed.status not in REOPENABLE:
        raise _conflict("still_open", "the ticket is still open", closed)
    moment = now()
    utility = utilities()[closed.utility]
    closed.due_at = due_again(utility, closed.kind, closed.subtype, closed.area, moment)
    closed.due_basis = "reopened"
    closed.status = "reopened"
    closed.resolved_at = None
    closed.reopened_count += 1
    closed.updated_at = moment
    note(session, closed, "reopened", description, moment)
    session.flush()
    return closed


def _refuse_too_early(session: Session, late: Ticket, moment: datetime) -> None:
    if late.status in DONE:
        raise _conflict("already_closed", "the ticket is closed; it can be reopened", late)
    utility = utilities()[late.utility]
    if at_the_top(utility, late.escalation_level):
        raise _with_senior("at_the_top", "no senior is left above the present one", late)
    escalated_at = _escalated_at(session, late)
    if escalated_at is not None and pauses(utility, escalated_at, moment):
        since = _told(escalated_at)
        detail = "the senior who has it still has time"
        raise _with_senior("escalated_recently", detail, late, escalated_at=since)
    pressing = late.priority == 0 or late.escalation_level > 0 or late.reopened_count > 0
    if not pressing and late.due_at is not None and late.due_at > moment:
        raise _conflict("not_due_yet", "the deadline has not passed yet", late)


def _escalated_at(session: Session, late: Ticket) -> datetime | None:
    """The last escalation, unless the ticket was done and reopened after it."""
    steps = select(TicketNote).where(
        TicketNote.ticket_number == late.number, TicketNote.what.in_(("escalated", "reopened"))
    )
    last = session.scalars(steps.order_by(TicketNote.at.desc(), TicketNote.id.desc())).first()
    return last.at if last is not None and last.what == "escalated" else None


def _with_senior(code: str, detail: str, late: Ticket, **facts: Any) -> Refusal:
    senior = escalated_to(late)
    return _conflict(code, detail, late, escalated_to=senior and senior.data(), **facts)


def _conflict(code: str, detail: str, ticket: Ticket, **facts: Any) -> Refusal:
    due_at = _told(ticket.due_at) if ticket.due_at else None
    return Refusal(409, code, detail, due_at=due_at, ticket_status=ticket.status, **facts)


def _told(moment: datetime) -> str:
    return in_india(moment).isoformat(timespec="seconds")
