"""Tickets as they stand: found, noted on, and told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from reference_backend.answers import EscalatedToAnswer, TicketAnswer
from reference_backend.gazetteer import division_hi
from reference_backend.outages import outage_answer, outage_stated
from reference_backend.problems import unknown
from reference_backend.rules import at_the_top, senior_at
from reference_backend.tables import Stated, Ticket, TicketNote, table_of
from reference_backend.utility_data import utilities
from reference_backend.vocabulary import DONE

_MOST_LISTED = 100
_TICKETS = table_of(Ticket)
_BY_NUMBER = select(_TICKETS).where(_TICKETS.c.number == bindparam("given"))


def ticket(session: Session, number: str) -> Stated:
    """The ticket; raises `Refusal` 404 `unknown_ticket`."""
    found = session.execute(_BY_NUMBER, {"given": number}).first()
    if found is None:
        raise unknown("ticket")
    return found


def ticket_for_change(session: Session, number: str) -> Ticket:
    """The ticket, held for a change; raises `Refusal` 404 `unknown_ticket`."""
    found = session.get(Ticket, number, with_for_update=True)
    if found is None:
        raise unknown("ticket")
    return found


def tickets_of(
    session: Session, mobile_number: str | None, account_number: str | None, *, open_only: bool
) -> list[Stated]:
    """Tickets of a mobile number, an account, or both, newest first."""
    wanted = select(_TICKETS)
    if mobile_number is not None:
        wanted = wanted.where(Ticket.mobile_number == mobile_number)
    if account_number is not None:
        wanted = wanted.where(Ticket.account_number == account_number)
    if open_only:
        wanted = wanted.where(Ticket.status.not_in(DONE))
    newest = wanted.order_by(Ticket.created_at.desc(), Ticket.number.desc())
    return list(session.execute(newest.limit(_MOST_LISTED)))


def ticket_answer(
    session: Session, ticket: Ticket | Stated, *, joined: bool = False
) -> TicketAnswer:
    """The ticket as it is told, with its outage and who answers for it."""
    outage = outage_stated(session, ticket.outage_number) if ticket.outage_number else None
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


def escalated_to(ticket: Ticket | Stated) -> EscalatedToAnswer | None:
    """The senior who answers for the ticket now; none before its first escalation."""
    senior = senior_at(utilities()[ticket.utility], ticket.escalation_level)
    return EscalatedToAnswer.model_validate(senior) if senior else None


def beyond(ticket: Ticket | Stated) -> list[EscalatedToAnswer]:
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
