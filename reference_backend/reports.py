"""Numbers for the management: complaints of a time, counted by whatever is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, get_args

from pydantic import BaseModel
from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    and_,
    case,
    extract,
    func,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from reference_backend.clock import IST, now
from reference_backend.columns import Moment
from reference_backend.tables import Ticket
from reference_backend.vocabulary import DONE

Dimension = Literal["utility", "circle", "division", "kind", "subtype", "wing", "status", "channel"]
DIMENSIONS: tuple[str, ...] = get_args(Dimension)
_HOUR = 3600


class ComplaintsRow(BaseModel):
    """One line: what is counted together, how many, and how well.

    `breached`: the deadline passed before the work was done. `median_hours` from report to
    solution, of those that are solved.
    """

    utility: str | None = None
    circle: str | None = None
    division: str | None = None
    kind: str | None = None
    subtype: str | None = None
    wing: str | None = None
    status: str | None = None
    channel: str | None = None
    count: int
    open: int
    breached: int
    median_hours: float | None


class ComplaintsReport(BaseModel):
    """All complaints that were made from one day to another, both included, in India."""

    first_day: date
    last_day: date
    by: list[Dimension]
    total: int
    rows: list[ComplaintsRow]


def complaints(
    session: Session,
    first_day: date,
    last_day: date,
    by: Sequence[Dimension],
    utility: str | None = None,
) -> ComplaintsReport:
    """Count the complaints of a time by these dimensions, in their order."""
    columns = [getattr(Ticket, name) for name in by]
    made = _made(first_day, last_day, utility)
    medians = _medians(session, by, columns, made)
    rows = [
        _row(by, found, medians)
        for found in session.execute(_counts(columns, made, now())).tuples()
    ]
    rows.sort(key=lambda row: tuple(getattr(row, name) or "" for name in by))
    return ComplaintsReport(
        first_day=first_day,
        last_day=last_day,
        by=list(by),
        total=sum(row.count for row in rows),
        rows=rows,
    )


def _made(first_day: date, last_day: date, utility: str | None) -> ColumnElement[bool]:
    begin = datetime.combine(first_day, time(), IST)
    end = datetime.combine(last_day + timedelta(days=1), time(), IST)
    within = and_(Ticket.created_at >= begin, Ticket.created_at < end)
    return and_(within, Ticket.utility == utility) if utility else within


def _counts(
    columns: list[InstrumentedAttribute[Any]], made: ColumnElement[bool], moment: datetime
) -> Select[Any]:
    ended = func.coalesce(Ticket.resolved_at, literal(moment, Moment()))
    late = and_(
        Ticket.due_at < ended, or_(Ticket.resolved_at.is_not(None), Ticket.status.not_in(DONE))
    )
    return (
        select(
            *columns,
            func.count(),
            func.sum(case((Ticket.status.not_in(DONE), 1), else_=0)),
            func.sum(case((late, 1), else_=0)),
        )
        .where(made)
        .group_by(*columns)
    )


def _medians(
    session: Session,
    by: Sequence[Dimension],
    columns: list[InstrumentedAttribute[Any]],
    made: ColumnElement[bool],
) -> dict[tuple[Any, ...], float]:
    """The middle of the times to solution, or the mean of the two in the middle, in hours."""
    took = _seconds(session)
    ranked = (
        select(
            *columns,
            took.label("took"),
            func.row_number().over(partition_by=columns, order_by=took).label("rank"),
            func.count().over(partition_by=columns).label("of"),
        )
        .where(made, Ticket.resolved_at.is_not(None))
        .subquery()
    )
    groups = [ranked.c[name] for name in by]
    middle = or_(ranked.c.rank == (ranked.c.of + 1) // 2, ranked.c.rank == (ranked.c.of + 2) // 2)
    wanted = select(*groups, func.avg(ranked.c.took)).where(middle).group_by(*groups)
    return {
        tuple(found[:-1]): round(float(found[-1]) / _HOUR, 2)
        for found in session.execute(wanted).tuples()
    }


def _seconds(session: Session) -> ColumnElement[float]:
    if session.get_bind().dialect.name == "postgresql":
        return type_coerce(extract("epoch", Ticket.resolved_at - Ticket.created_at), Float())
    days = func.julianday(Ticket.resolved_at) - func.julianday(Ticket.created_at)
    return days * 24 * _HOUR


def _row(
    by: Sequence[Dimension], found: tuple[Any, ...], medians: dict[tuple[Any, ...], float]
) -> ComplaintsRow:
    *group, count, still_open, breached = found
    return ComplaintsRow(
        **dict(zip(by, group, strict=True)),
        count=count,
        open=still_open,
        breached=breached,
        median_hours=medians.get(tuple(group)),
    )
