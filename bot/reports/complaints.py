"""Complaints as the utility's backend counts them, cut to what a member of staff may see."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from backend_client import BackendClient, BackendError
from backend_client.models import ComplaintsRow, ReportDimension
from bot.reports.errors import NoRecords
from bot.reports.period import Period
from bot.reports.tables import Chart, Figure, Row, Table
from bot.staff.roles import May
from bot.staff.sessions import SignedIn

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Question:
    """What a table counts by and which figures it shows; `drawn` as in Table.

    `sums`: its figures can be added up, so that whoever sees some divisions gets one line for
    all of them.
    """

    by: tuple[ReportDimension, ...]
    figures: tuple[str, ...] = ("count", "open", "breached", "median_hours")
    drawn: int = 3
    chart: Chart = "bars"
    sums: bool = False


#: What consumers said after the work was called done, and the share of yes in those who spoke.
SAID = ("confirmed", "disputed", "silent")
SHARE = "confirmed_share"
QUESTIONS = {
    "days": Question(("day",), ("count", "open", "breached"), 3, "line", sums=True),
    "places": Question(("circle", "division")),
    "times": Question(("circle",), ("median_hours", "count"), 1),
    "satisfaction": Question(("circle", "division"), (*SAID, SHARE), 3, "parts"),
    "kinds": Question(("kind",)),
    "states": Question(("status",)),
}


async def table_of(
    backend: BackendClient | None, name: str, period: Period, member: SignedIn
) -> Table:
    """One of QUESTIONS. Whoever sees some divisions only gets each of them by itself, for the
    backend's medians of single divisions cannot be put together. Raises NoRecords."""
    question = QUESTIONS[name]
    by = question.by
    if not member.may(May.SEE_ALL_DIVISIONS) and "division" not in by:
        by = ("division", *by)
    if backend is None:
        raise NoRecords("no key of the backend")
    try:
        report = await backend.complaints(by, period.first, period.last)
    except BackendError as error:
        log.warning("no figures of complaints: %r", error)
        raise NoRecords(name) from error
    found = [row for row in report.rows if "division" not in by or member.sees(row.division)]
    shown = question.by if question.sums else by
    rows = [_row(shown, question.figures, row) for row in found]
    rows = _together(rows) if shown != by else rows
    return Table(name, shown, question.figures, tuple(rows), question.drawn, question.chart)


def _row(by: tuple[ReportDimension, ...], figures: tuple[str, ...], found: ComplaintsRow) -> Row:
    group = tuple(None if (value := getattr(found, name)) is None else str(value) for name in by)
    return Row(group, tuple(_figure(found, name) for name in figures))


def _figure(found: ComplaintsRow, name: str) -> Figure:
    if name != SHARE:
        figure: Figure = getattr(found, name)
        return figure
    yes, no = found.confirmed or 0, found.disputed or 0
    return round(100 * yes / (yes + no), 1) if yes + no else None


def _together(rows: Iterable[Row]) -> list[Row]:
    """One line for each group, its figures added up."""
    added: dict[tuple[str | None, ...], list[float]] = {}
    for row in rows:
        sums = added.setdefault(row.group, [0] * len(row.figures))
        for at, figure in enumerate(row.figures):
            sums[at] += figure if isinstance(figure, int | float) else 0
    return [Row(group, tuple(added[group])) for group in sorted(added, key=str)]
