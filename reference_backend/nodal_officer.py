"""What the nodal officer for new connections looks at: late ones, and the staff's points."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from reference_backend.clock import now
from reference_backend.connections import phase_of
from reference_backend.meters import in_store
from reference_backend.staff_answers import LateConnectionAnswer, PointsAnswer
from reference_backend.tables import Application
from reference_backend.utility_data import utilities

_MOST_LISTED = 500
_HOUR = 3600


def late_connections(session: Session, utility: str | None) -> list[LateConnectionAnswer]:
    """Paid connections whose day has passed, the latest first, with what each waits for."""
    moment = now()
    late = select(Application).where(
        Application.status.in_(("paid", "work_order")), Application.due_at < moment
    )
    if utility is not None:
        late = late.where(Application.utility == utility)
    stock = {(row.utility, row.phase): row.in_store for row in in_store(session, utility)}
    rows = session.scalars(late.order_by(Application.due_at, Application.number))
    return [_late(made, stock, moment) for made in rows.fetchmany(_MOST_LISTED)]


def staff_points(session: Session, utility: str | None) -> list[PointsAnswer]:
    """Points by division: how many connections were energised, how many of them in time."""
    wanted = select(
        Application.utility,
        Application.division,
        func.count(),
        func.sum(Application.staff_points),
    ).where(Application.status == "energised", Application.staff_points.is_not(None))
    if utility is not None:
        wanted = wanted.where(Application.utility == utility)
    by_division = wanted.group_by(Application.utility, Application.division)
    rows: Iterable[tuple[str, str | None, int, int | None]] = session.execute(
        by_division.order_by(Application.utility, Application.division)
    ).tuples()
    return [
        PointsAnswer(utility=code, division=division, energised=count, points=int(points or 0))
        for code, division, count, points in rows
    ]


def _late(
    made: Application, stock: dict[tuple[str, str], int], moment: datetime
) -> LateConnectionAnswer:
    assert made.due_at is not None and made.paid_at is not None
    phase = phase_of(made)
    waits_for = "supply" if made.status == "work_order" else "work_order"
    if made.status == "paid" and not stock.get((made.utility, phase)):
        waits_for = "meter"
    nodal = utilities()[made.utility].escalation.ladder[-1]
    return LateConnectionAnswer.model_validate(
        {
            **{name: getattr(made, name) for name in _COLUMNS},
            "phase": phase,
            "waits_for": waits_for,
            "hours_late": round((moment - made.due_at).total_seconds() / _HOUR, 1),
            "nodal_contact": nodal.contact,
        }
    )


_COLUMNS = LateConnectionAnswer.model_fields.keys() - {
    "phase",
    "waits_for",
    "hours_late",
    "nodal_contact",
}
