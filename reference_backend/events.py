"""What happens to a record is an event, kept in the transaction that makes it happen.

The kinds are words of the trade: `ticket.assigned`, `application.demand_issued`,
`outage.restored` … Consumers are told of an event unless it is for the history alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from reference_backend.tables import Event, Ticket, WaitingNotice, table_of

CONSUMER = "consumer"
CLOCK = "clock"
STAFF = "staff"
_KEEP = insert(table_of(Event)).returning(table_of(Event).c.id)
_TELL = insert(table_of(WaitingNotice))


def record(
    session: Session,
    kind: str,
    reference: str,
    moment: datetime,
    *,
    by: str,
    facts: dict[str, Any] | None = None,
    tell: bool = True,
    urgent: bool = False,
    secret: dict[str, Any] | None = None,
) -> None:
    """Keep an event of the record `reference` in the caller's transaction.

    `facts` are plain JSON values, told with the event: a name that ends in `_at` is a moment
    (ISO 8601 with offset), in `_on` a day, `amount` is in rupees. With `tell` whoever follows the
    record hears of it; `urgent` also at night and after "no notices" (danger to life alone).
    `secret` is told like `facts` and forgotten once it is.
    """
    event = {"kind": kind, "reference": reference, "by": by, "facts": facts or {}, "at": moment}
    happened = session.execute(_KEEP, {"key": uuid4().hex, **event})
    if tell:
        told = {"event_id": happened.scalar_one(), "reference": reference, "urgent": urgent}
        session.execute(_TELL, {**told, "secret": secret or {}, "send_at": moment})


def of_ticket(
    session: Session,
    ticket: Ticket,
    kind: str,
    moment: datetime,
    *,
    by: str,
    facts: dict[str, Any] | None = None,
    tell: bool = True,
    secret: dict[str, Any] | None = None,
) -> None:
    """Keep an event of a ticket, told like any other; of a danger to life also at night."""
    urgent = ticket.priority == 0
    record(
        session,
        kind,
        ticket.number,
        moment,
        by=by,
        facts=facts,
        tell=tell,
        urgent=urgent,
        secret=secret,
    )


def history(session: Session, reference: str) -> list[Event]:
    """Everything that happened to a record, oldest first."""
    of_record = select(Event).where(Event.reference == reference)
    return list(session.scalars(of_record.order_by(Event.id)))
