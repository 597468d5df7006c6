"""Interruptions of supply on a time line, as the utility's backend lists them."""

import logging

from backend_client import BackendClient, BackendError
from backend_client.models import Outage
from bot.reports.errors import NoRecords
from bot.reports.period import Period
from bot.reports.tables import Row, Table
from bot.staff.sessions import SignedIn

log = logging.getLogger(__name__)

NAME = "incidents"
GROUPED_BY = ("incident", "division", "locality", "source")
COUNTED = ("began", "ended", "hours", "affected")
DRAWN = 2  # from when to when
HOUR = 3600


async def table_of(backend: BackendClient | None, period: Period, member: SignedIn) -> Table:
    """Those that lasted on some of the days and are the member's to see. Raises NoRecords."""
    if backend is None:
        raise NoRecords("no key of the backend")
    try:
        found = await backend.incidents(period.first, period.last)
    except BackendError as error:
        log.warning("no interruptions: %r", error)
        raise NoRecords(NAME) from error
    rows = tuple(_row(one) for one in found if member.sees(one.division))
    return Table(NAME, GROUPED_BY, COUNTED, rows, DRAWN, "spans")


def _row(one: Outage) -> Row:
    """`source`: planned, declared, or made of reports. Hours are known once it is over."""
    hours = None
    if one.started_at and one.ended_at:
        hours = round((one.ended_at - one.started_at).total_seconds() / HOUR, 1)
    source = "planned" if one.planned else one.source
    group = (one.number, one.division, one.locality, source)
    return Row(group, (one.started_at, one.ended_at, hours, one.affected))
