"""How a ticket is closed: by the consumer's yes, by their closing code, or by silence."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from reference_backend import events
from reference_backend.problems import KeptRefusal, Refusal
from reference_backend.tables import Event, Ticket, WaitingNotice
from reference_backend.utility_data import utilities

#: The events with which consumers are asked whether it is fixed.
ASKED = ("ticket.resolved", "outage.restored")


def new_code(ticket: Ticket) -> str:
    """A closing code for the consumer to give to the lineman; only its hash is kept."""
    code = f"{secrets.randbelow(10**6):06d}"
    ticket.closing_code, ticket.code_tries = _hashed(ticket.number, code), 0
    return code


def check_code(ticket: Ticket, code: str) -> None:
    """Count a try of the closing code.

    Raises `Refusal` 409 `code_unknown` when none was given out, `code_exhausted` after too many
    tries, `code_wrong`.
    """
    if ticket.closing_code is None:
        raise Refusal(409, "code_unknown", "no closing code was given out for this ticket")
    if ticket.code_tries >= utilities()[ticket.utility].deadlines.closing.code_tries:
        raise Refusal(409, "code_exhausted", "this closing code was tried too often")
    ticket.code_tries += 1
    if not hmac.compare_digest(ticket.closing_code, _hashed(ticket.number, code)):
        raise KeptRefusal(409, "code_wrong", "that is not the consumer's closing code")


def ask(
    session: Session,
    ticket: Ticket,
    moment: datetime,
    by: str,
    *,
    kind: str = "ticket.resolved",
    facts: dict[str, Any] | None = None,
    resolved_at: datetime | None = None,
) -> None:
    """The work is done, says the utility: the consumer is asked, and the silence begins.

    `kind` is one of `ASKED`; `resolved_at` is earlier than `moment` where it is told late.
    """
    ticket.status, ticket.updated_at = "resolved", moment
    ticket.resolved_at = resolved_at or moment
    ticket.next_event, ticket.next_event_at = "silence", _silence_ends(ticket.utility, moment)
    events.of_ticket(session, ticket, kind, moment, by=by, facts=facts)


def asked(session: Session, number: str, told_at: datetime) -> None:
    """The question reached the consumer at `told_at`: the silence counts from then."""
    ticket = session.get(Ticket, number, with_for_update=True)
    if ticket is not None and ticket.next_event == "silence":
        ticket.next_event_at = _silence_ends(ticket.utility, told_at)


def not_asked_yet(session: Session, number: str) -> bool:
    """Whether the question is still on its way: nobody can be silent who was not asked."""
    waiting = (
        select(WaitingNotice.event_id)
        .join(Event, Event.id == WaitingNotice.event_id)
        .where(WaitingNotice.reference == number, Event.kind.in_(ASKED))
    )
    return session.scalars(waiting.limit(1)).first() is not None


def confirm(session: Session, ticket: Ticket, moment: datetime) -> None:
    """The consumer says that it is fixed. Raises `Refusal` 409 `not_resolved`."""
    if ticket.status == "confirmed":
        return
    if ticket.status not in ("resolved", "closed"):
        detail = "nobody has said yet that the work is done"
        raise Refusal(409, "not_resolved", detail, ticket_status=ticket.status)
    close(session, ticket, moment, by=events.CONSUMER, closed_by="consumer")


def close(session: Session, ticket: Ticket, moment: datetime, *, by: str, closed_by: str) -> None:
    """Close the ticket. `closed_by`: consumer, code, silence, staff.

    Consumers hear of what they did not do in this chat: a code that was used, silence.
    """
    ticket.status = "confirmed" if closed_by == "consumer" else "closed"
    ticket.closed_by = closed_by
    ticket.resolved_at = ticket.resolved_at or moment
    ticket.updated_at = moment
    ticket.next_event = ticket.next_event_at = ticket.closing_code = None
    _withdraw_question(session, ticket.number)
    kind, tell = _TOLD[closed_by]
    events.of_ticket(session, ticket, kind, moment, by=by, tell=tell)


def _withdraw_question(session: Session, number: str) -> None:
    """Who has answered already is not asked any more."""
    asking = select(Event.id).where(Event.reference == number, Event.kind.in_(ASKED))
    session.execute(delete(WaitingNotice).where(WaitingNotice.event_id.in_(asking)))


_TOLD = {
    "consumer": ("ticket.confirmed", False),
    "staff": ("ticket.closed", False),
    "code": ("ticket.closed", True),
    "silence": ("ticket.closed_by_silence", True),
}


def _silence_ends(utility: str, asked_at: datetime) -> datetime:
    return asked_at + timedelta(hours=utilities()[utility].deadlines.closing.silence_hours)


def _hashed(number: str, code: str) -> str:
    return hashlib.sha256(f"{number}/{code}".encode()).hexdigest()
