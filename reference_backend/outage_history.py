"""Interruptions of a time, also when they are over, for the management's time line."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from reference_backend.answers import OutageAnswer
from reference_backend.outages import outage_answer
from reference_backend.reports import span
from reference_backend.tables import Outage, Ticket
from reference_backend.vocabulary import DONE

_MOST_LISTED = 500


def incidents(
    session: Session, first_day: date, last_day: date, utility: str | None = None
) -> list[OutageAnswer]:
    """Interruptions that lasted on some day from one to another, both included, in India."""
    begin, end = span(first_day, last_day)
    wanted = _begun_before(end).where(or_(Outage.ended_at.is_(None), Outage.ended_at >= begin))
    if utility is not None:
        wanted = wanted.where(Outage.utility == utility)
    found = []
    for outage, still_open, solved_at in session.execute(wanted.limit(_MOST_LISTED)).tuples():
        answer = outage_answer(outage)
        if outage.source == "reports" and not still_open:
            # What was made of reports is over with the last of them, whoever declares it.
            answer.ended_at = answer.ended_at or solved_at
        if answer.ended_at is None or answer.ended_at >= begin:
            found.append(answer)
    return found


def _begun_before(end: datetime) -> Select[tuple[Outage, int, datetime | None]]:
    own = Ticket.outage_number == Outage.number
    still_open = select(func.count()).where(own, Ticket.status.not_in(DONE)).scalar_subquery()
    solved_at = select(func.max(Ticket.resolved_at)).where(own).scalar_subquery()
    return (
        select(Outage, still_open, solved_at)
        .where(or_(Outage.started_at.is_(None), Outage.started_at < end))
        .order_by(Outage.started_at.nulls_first(), Outage.number)
    )
