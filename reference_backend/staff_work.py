"""What the utility's staff do with a ticket: assign it, begin, finish, close."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from reference_backend import closing, events
from reference_backend.clock import now
from reference_backend.next_events import watch
from reference_backend.problems import Refusal
from reference_backend.requests import StatusBody
from reference_backend.rules import officer_in_charge
from reference_backend.tables import Ticket
from reference_backend.tickets import note, ticket_for_change
from reference_backend.utility_data import utilities

#: From each status, the ones that staff may set. The rest is the consumer's and the clock's.
ALLOWED: dict[str, tuple[str, ...]] = {
    "received": ("assigned",),
    "reopened": ("assigned",),
    "disputed": ("assigned",),
    "assigned": ("assigned", "in_progress"),
    "in_progress": ("assigned", "resolved", "closed"),
    "resolved": ("closed",),
    "confirmed": ("closed",),
    "closed": (),
}


def set_status(session: Session, number: str, body: StatusBody) -> Ticket:
    """Take a ticket one step further.

    Raises `Refusal` 409: `not_allowed_now` (the step does not follow from the present one; the
    refusal lists those that do), `code_needed` (nobody closes a ticket without the consumer's
    yes or code), `code_unknown`, `code_wrong`, `code_exhausted`.
    """
    worked_on = ticket_for_change(session, number)
    allowed = ALLOWED[worked_on.status]
    if body.status not in allowed:
        detail = f"a ticket that is {worked_on.status} cannot become {body.status}"
        standing = worked_on.status
        raise Refusal(409, "not_allowed_now", detail, ticket_status=standing, allowed=list(allowed))
    moment, by = now(), body.by or events.STAFF
    if body.status == "closed":
        _close(session, worked_on, body.code, moment, by)
    elif body.status == "resolved":
        closing.ask(session, worked_on, moment, by)
    else:
        _hand_on(session, worked_on, body, moment, by)
    if body.note:
        note(session, worked_on, body.status, body.note, moment)
    session.flush()
    return worked_on


def appoint(worked_on: Ticket) -> None:
    """The officer in charge, as the data name one for the ticket's wing and place."""
    worked_on.officer = officer_for(
        worked_on.utility, worked_on.wing, worked_on.circle, worked_on.division
    )


def officer_for(
    utility: str, wing: str, circle: str | None, division: str | None
) -> dict[str, Any] | None:
    """Whom the utility's data put in charge, as a ticket keeps it."""
    officer = officer_in_charge(utilities()[utility], wing, circle, division)
    if officer is None:
        return None
    return {"role": officer.role, "name": None, "contact": officer.contact}


def _hand_on(
    session: Session, worked_on: Ticket, body: StatusBody, moment: datetime, by: str
) -> None:
    if body.wing and body.wing != worked_on.wing:
        worked_on.wing = body.wing
        appoint(worked_on)
    if body.officer:
        worked_on.officer = {**(worked_on.officer or {}), **body.officer.model_dump()}
    worked_on.status, worked_on.updated_at = body.status, moment
    watch(session, worked_on, moment)
    facts = {"role": worked_on.officer["role"]} if worked_on.officer else {"role": "officer"}
    begins = body.status == "in_progress"
    events.of_ticket(
        session,
        worked_on,
        f"ticket.{body.status}",
        moment,
        by=by,
        facts=facts,
        secret={"code": closing.new_code(worked_on)} if begins else None,
    )


def _close(
    session: Session, worked_on: Ticket, code: str | None, moment: datetime, by: str
) -> None:
    if worked_on.status == "confirmed":
        closing.close(session, worked_on, moment, by=by, closed_by="staff")
        return
    if code is None:
        raise Refusal(409, "code_needed", "the consumer's yes or closing code is needed")
    closing.check_code(worked_on, code)
    closing.close(session, worked_on, moment, by=by, closed_by="code")
