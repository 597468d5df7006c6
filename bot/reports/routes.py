"""The page of the management, and its tables for a spreadsheet."""

import asyncio
from functools import partial
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from bot.reports import complaints, incidents, shares
from bot.reports.errors import BadPeriod, NoRecords, ReportError
from bot.reports.period import Period, asked_for, usual
from bot.reports.spreadsheet import MEDIA_TYPE, as_csv
from bot.reports.tables import Table, figure_in_words, in_words, milliseconds, plain
from bot.staff.roles import May
from bot.staff.sessions import SignedIn
from bot.staff.web import page, permitted

router = APIRouter(include_in_schema=False)

# The utility's records of a year are counted, not looked up; a page may wait for that.
SECONDS_OF_A_READ = 15.0
SECONDS_OF_A_REPORT = 20.0

Reader = Annotated[SignedIn, Depends(permitted(May.SEE_REPORTS))]
First = Annotated[str, Query(alias="from", max_length=20)]
Last = Annotated[str, Query(alias="to", max_length=20)]
Name = Literal[
    "days",
    "places",
    "times",
    "satisfaction",
    "incidents",
    "kinds",
    "states",
    "channels",
    "languages",
]
#: Those that come from the utility's backend, in the order of the page.
RECORDS = (
    "days",
    "places",
    "times",
    "satisfaction",
    "incidents",
    "kinds",
    "states",
)


@router.get("/reports")
async def reports(request: Request, member: Reader, first: First = "", last: Last = "") -> Response:
    """Every table of a period, each with its bars."""
    now = request.app.state.clock()
    try:
        period = asked_for(first, last, now)
    except BadPeriod as problem:
        return await _page(request, member, usual(now), problem)
    return await _page(request, member, period)


@router.get("/reports/{name}.csv")
async def sheet(
    request: Request, member: Reader, name: Name, first: First = "", last: Last = ""
) -> Response:
    """One table as CSV; where it cannot be made, the page that says why."""
    state = request.app.state
    now = state.clock()
    period = usual(now)
    try:
        period = asked_for(first, last, now)
        table = await _table(request, member, period, name)
    except ReportError as problem:
        return await _page(request, member, period, problem)
    file_name = f"{name}-{period.first}-{period.last}.csv"
    headers = {
        "Cache-Control": "no-store",
        "Content-Disposition": f'attachment; filename="{file_name}"',
    }
    content = as_csv(table, state.wording, member.language)
    return Response(content, media_type=MEDIA_TYPE, headers=headers)


async def _table(request: Request, member: SignedIn, period: Period, name: str) -> Table:
    state = request.app.state
    if name in shares.TABLES:
        return await shares.table_of(state.database, name, period)
    if name == incidents.NAME:
        return await incidents.table_of(state.reports_backend, period, member)
    return await complaints.table_of(state.reports_backend, name, period, member)


async def _page(
    request: Request, member: SignedIn, period: Period, problem: ReportError | None = None
) -> Response:
    of_records: list[Table] = []
    status = HTTPStatus.OK
    try:
        of_records = await asyncio.gather(
            *(_table(request, member, period, name) for name in RECORDS)
        )
    except NoRecords as away:
        problem = problem or away
    if isinstance(problem, BadPeriod):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    wording = request.app.state.wording
    return page(
        request,
        "reports/templates/reports.html",
        member,
        period=period,
        of_records=of_records,
        of_messages=[await _table(request, member, period, name) for name in shares.TABLES],
        in_words=partial(in_words, wording, member.language),
        shown=partial(figure_in_words, wording, member.language),
        plain=partial(plain, moment=milliseconds),
        milliseconds=milliseconds,
        problem=type(problem).__name__ if problem else "",
        status=status,
    )
