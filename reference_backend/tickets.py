"""Tickets as they stand: found, noted on, and told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from reference_backend.answers import EscalatedToAnswer, TicketAnswer
from reference_backend.gazetteer import division_hi
from reference_backend.outages import outage_answer
from reference_backend.problems import unknown
from reference_backend.rules import at_the_top, senior_at
from reference_backend.tables import Outage, Ticket, TicketNote
from reference_backend.utility_data import utilities
from reference_backend.vocabulary import DONE

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


def ticket_answer(session: Session, ticket: Ticket, *, joined: bool = False) -> TicketAnswer:
    """The ticket as it is told, with its outage and who answers for it."""
    outage = session.get(Outage, ticket.outage_number) if ticket.outage_number else None
    return TicketAnswer.model_validate(
        {
            **{name: getattr(ticket, name) for name in _COLUMNS},
            "division_hi": division_hi(ticket.utility, ticket.division),
            "escalated_to": escalated_to(ticket),
            "beyond": beyond(ticket),
            "joined": joined,
            "outage": outage_answer(outage) if outage else None,
        }
    )


def escalated_to(ticket: Ticket) -> EscalatedToAnswer | None:
    """The senior who answers for the ticket now; none before its first escalation."""
    senior = senior_at(utilities()[ticket.utility], ticket.escalation_level)
    return EscalatedToAnswer.model_validate(senior) if senior else None


def beyond(ticket: Ticket) -> list[EscalatedToAnswer]:
    """The forums outside the utility, once the ticket has reached the top of the ladder."""
    utility = utilities()[ticket.utility]
    if not at_the_top(utility, ticket.escalation_level):
        return []
    return [EscalatedToAnswer.model_validate(forum) for forum in utility.escalation.beyond]


_DERIVED = {"division_hi", "escalated_to", "beyond", "joined", "outage"}
_COLUMNS = TicketAnswer.model_fields.keys() - _DERIVED


def note(
    session: Session,
    ticket: Ticket,
    what: str,
    description: str | None,
    moment: datetime,
    channel: str | None = None,
    stated: dict[str, Any] | None = None,
) -> None:
    """Keep what was added to a ticket: `what` is reported, escalated, reopened,
    replaced, or the status that staff set with these words.

    `stated` is what the report stated; for `replaced`, what the ticket said before.
    """
    added = TicketNote(ticket_number=ticket.number, what=what, description=description)
    added.at, added.channel, added.stated = moment, channel, stated or {}
    session.add(added)
