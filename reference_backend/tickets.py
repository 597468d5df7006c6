"""Tickets as they stand: found, escalated when late, reopened when not done, and told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from reference_backend.answers import EscalatedToAnswer, TicketAnswer
from reference_backend.clock import in_india, now
from reference_backend.gazetteer import division_hi
from reference_backend.outages import outage_answer
from reference_backend.problems import Refusal, unknown
from reference_backend.rules import due_again, senior_at
from reference_backend.tables import Outage, Ticket, TicketNote
from reference_backend.utility_data import utilities
from reference_backend.vocabulary import DONE, REOPENABLE

_MOST_LISTED = 100


def ticket(session: Session, number: str, *, for_change: bool = False) -> Ticket:
    """The ticket; raises `Refusal` 404 `unknown_ticket`."""
    found = session.get(Ticket, number, with_for_update=for_change or None)
    if found is None:
        raise unknown("ticket")
    return found


def tickets_of(
    session: Session, mobile_number: str | None, account_number: str | None, *, open_only: bool
) -> list[Ticket]:
    """Tickets of a mobile number, an account, or both, newest first."""
    wanted = select(Ticket)
    if mobile_number is not None:
        wanted = wanted.where(Ticket.mobile_number == mobile_number)
    if account_number is not None:
        wanted = wanted.where(Ticket.account_number == account_number)
    if open_only:
        wanted = wanted.where(Ticket.status.not_in(DONE))
    newest = wanted.order_by(Ticket.created_at.desc(), Ticket.number.desc())
    return list(session.scalars(newest.limit(_MOST_LISTED)))


def escalate(session: Session, number: str, reason: str | None) -> Ticket:
    """Hand a late ticket to the next senior.

    Raises `Refusal` 409: `already_closed` for a ticket that is done (it can be reopened),
    `not_due_yet` while its first deadline has not passed and no life is in danger.
    """
    late = ticket(session, number, for_change=True)
    if late.status in DONE:
        raise _conflict("already_closed", "the ticket is closed; it can be reopened", late)
    moment = now()
    pressing = late.priority == 0 or late.escalation_level > 0 or late.reopened_count > 0
    if not pressing and late.due_at is not None and late.due_at > moment:
        raise _conflict("not_due_yet", "the deadline has not passed yet", late)
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


def ticket_answer(session: Session, ticket: Ticket, *, joined: bool = False) -> TicketAnswer:
    """The ticket as it is told, with its outage and who answers for it."""
    outage = session.get(Outage, ticket.outage_number) if ticket.outage_number else None
    senior = senior_at(utilities()[ticket.utility], ticket.escalation_level)
    return TicketAnswer.model_validate(
        {
            **{name: getattr(ticket, name) for name in _COLUMNS},
            "division_hi": division_hi(ticket.utility, ticket.division),
            "escalated_to": EscalatedToAnswer.model_validate(senior) if senior else None,
            "joined": joined,
            "outage": outage_answer(outage) if outage else None,
        }
    )


_COLUMNS = TicketAnswer.model_fields.keys() - {"division_hi", "escalated_to", "joined", "outage"}


def note(
    session: Session,
    ticket: Ticket,
    what: str,
    description: str | None,
    moment: datetime,
    channel: str | None = None,
    stated: dict[str, Any] | None = None,
) -> None:
    """Keep what was added to a ticket: `what` is reported, escalated, reopened or replaced.

    `stated` is what the report stated; for `replaced`, what the ticket said before.
    """
    added = TicketNote(ticket_number=ticket.number, what=what, description=description)
    added.at, added.channel, added.stated = moment, channel, stated or {}
    session.add(added)


def _conflict(code: str, detail: str, ticket: Ticket) -> Refusal:
    due_at = in_india(ticket.due_at).isoformat(timespec="seconds") if ticket.due_at else None
    return Refusal(409, code, detail, due_at=due_at, ticket_status=ticket.status)
