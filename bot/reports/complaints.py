"""Complaints as the utility's backend counts them, cut to what a member of staff may see."""

import logging

from backend_client import BackendClient, BackendError
from backend_client.models import ComplaintsRow, ReportDimension
from bot.reports.errors import NoRecords
from bot.reports.period import Period
from bot.reports.tables import Row, Table
from bot.staff.roles import May
from bot.staff.sessions import SignedIn

log = logging.getLogger(__name__)

COUNTED = ("count", "open", "breached", "median_hours")
DRAWN = 3  # complaints; the hours have another scale
#: Each table and what it counts by.
TABLES: dict[str, tuple[ReportDimension, ...]] = {
    "places": ("circle", "division"),
    "kinds": ("kind",),
    "states": ("status",),
}


async def table_of(
    backend: BackendClient | None, name: str, period: Period, member: SignedIn
) -> Table:
    """One of TABLES. Whoever sees some divisions only gets each of them by itself, for the
    backend's medians of single divisions cannot be put together. Raises NoRecords."""
    by = TABLES[name]
    if not member.may(May.SEE_ALL_DIVISIONS) and "division" not in by:
        by = ("division", *by)
    if backend is None:
        raise NoRecords("no key of the backend")
    try:
        report = await backend.complaints(by, period.first, period.last)
    except BackendError as error:
        log.warning("no figures of complaints: %r", error)
        raise NoRecords(name) from error
    rows = [
        _row(by, found)
        for found in report.rows
        if "division" not in by or member.sees(found.division)
    ]
    return Table(name, by, COUNTED, tuple(rows), DRAWN)


def _row(by: tuple[ReportDimension, ...], found: ComplaintsRow) -> Row:
    group = tuple(getattr(found, name) for name in by)
    return Row(group, (found.count, found.open, found.breached, found.median_hours))
