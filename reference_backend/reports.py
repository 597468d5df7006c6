"""Numbers for the management: complaints of a time, counted by whatever is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, get_args

from pydantic import BaseModel
from sqlalchemy import (
    ColumnElement,
    Date,
    Float,
    Select,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    literal_column,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from reference_backend.clock import IST, now
from reference_backend.columns import Moment
from reference_backend.tables import Ticket
from reference_backend.vocabulary import DONE

Dimension = Literal[
    "utility", "circle", "division", "kind", "subtype", "wing", "status", "channel", "day"
]
DIMENSIONS: tuple[str, ...] = get_args(Dimension)
#: What is told of each line, in the order in which it is counted.
FIGURES = ("count", "open", "breached", "confirmed", "disputed", "silent", "median_hours")
_HOUR = 3600


class ComplaintsRow(BaseModel):
    """One line: what is counted together, how many, and how well.

    `breached`: the deadline passed before the work was done. `median_hours` from report to
    solution, of those that are solved. What the consumers said when the work was called done:
    `confirmed` (a yes or their closing code), `disputed` (a no, at any time), `silent`.
    """

    utility: str | None = None
    circle: str | None = None
    division: str | None = None
    kind: str | None = None
    subtype: str | None = None
    wing: str | None = None
    status: str | None = None
    channel: str | None = None
    day: date | None = None
    count: int
    open: int
    breached: int
    confirmed: int
    disputed: int
    silent: int
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
    columns = [_column(session, name) for name in by]
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


def _column(session: Session, name: Dimension) -> ColumnElement[Any]:
    """What is counted by; `day`: on which a complaint was made, in India."""
    if name != "day":
        column: InstrumentedAttribute[Any] = getattr(Ticket, name)
        return column.expression
    # Written out, for PostgreSQL does not see that two parameters of one value are the same.
    if session.get_bind().dialect.name == "postgresql":
        zone: ColumnElement[Any] = literal_column("interval '5:30'")
        return cast(func.timezone(zone, Ticket.created_at), Date()).label(name)
    return func.date(Ticket.created_at, literal_column("'+330 minutes'")).label(name)


def span(first_day: date, last_day: date) -> tuple[datetime, datetime]:
    """The first moment of a time in India, and the first after it."""
    begin = datetime.combine(first_day, time(), IST)
    return begin, datetime.combine(last_day + timedelta(days=1), time(), IST)


def _made(first_day: date, last_day: date, utility: str | None) -> ColumnElement[bool]:
    begin, end = span(first_day, last_day)
    within = and_(Ticket.created_at >= begin, Ticket.created_at < end)
    return and_(within, Ticket.utility == utility) if utility else within


def _counts(
    columns: list[ColumnElement[Any]], made: ColumnElement[bool], moment: datetime
) -> Select[Any]:
    ended = func.coalesce(Ticket.resolved_at, literal(moment, Moment()))
    late = and_(
        Ticket.due_at < ended, or_(Ticket.resolved_at.is_not(None), Ticket.status.not_in(DONE))
    )
    never_disputed = Ticket.reopened_count == 0
    figures = (
        Ticket.status.not_in(DONE),
        late,
        and_(never_disputed, Ticket.closed_by.in_(("consumer", "code"))),
        Ticket.reopened_count > 0,
        and_(never_disputed, Ticket.closed_by == "silence"),
    )
    sums = (func.sum(case((figure, 1), else_=0)) for figure in figures)
    return select(*columns, func.count(), *sums).where(made).group_by(*columns)


def _medians(
    session: Session,
    by: Sequence[Dimension],
    columns: list[ColumnElement[Any]],
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
    return ComplaintsRow(
        **dict(zip((*by, *FIGURES[:-1]), found, strict=True)),
        median_hours=medians.get(found[: len(by)]),
    )
