"""The ladder of seniors: who has a ticket since when, and who gets it next."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from reference_backend.tables import Ticket, TicketNote
from reference_backend.tickets import note


def climb(session: Session, late: Ticket, moment: datetime, reason: str | None = None) -> None:
    """The next senior has the ticket from now on, with their own time before the one after."""
    late.escalation_level += 1
    late.updated_at = moment
    note(session, late, "escalated", reason, moment)
    session.flush()


def escalated_at(session: Session, late: Ticket) -> datetime | None:
    """When the present senior got the ticket; None for a ticket that was reopened since."""
    steps = select(TicketNote).where(
        TicketNote.ticket_number == late.number, TicketNote.what.in_(("escalated", "reopened"))
    )
    last = session.scalars(steps.order_by(TicketNote.at.desc(), TicketNote.id.desc())).first()
    return last.at if last is not None and last.what == "escalated" else None
