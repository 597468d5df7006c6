"""Numbers for the management, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Annotated

from fastapi import Query, Response

from reference_backend.answers import OutageAnswer
from reference_backend.clock import in_india, now
from reference_backend.connection_requests import Day
from reference_backend.csv_lists import cell
from reference_backend.outage_history import incidents
from reference_backend.problems import Refusal
from reference_backend.reports import FIGURES, ComplaintsReport, Dimension, complaints
from reference_backend.routes.parts import Records, addresses

router = addresses("/reports", "reports")
FirstDay = Annotated[Day | None, Query(alias="from")]
LastDay = Annotated[Day | None, Query(alias="to")]
By = Annotated[list[Dimension] | None, Query(max_length=8)]
UtilityCode = Annotated[str | None, Query(max_length=20)]
_USUAL_DAYS = 30


@router.get("/complaints", response_model=ComplaintsReport, response_model_exclude_unset=True)
def count_complaints(
    records: Records,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    by: By = None,
    utility: UtilityCode = None,
) -> ComplaintsReport:
    """Complaints made from one day to another, both included; without days the last thirty.

    `by` may be named several times; without it circle and kind.
    """
    return _report(records, first_day, last_day, by, utility)


@router.get(
    "/complaints.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def list_complaints(
    records: Records,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    by: By = None,
    utility: UtilityCode = None,
) -> Response:
    """The same as a table for a spreadsheet."""
    report = _report(records, first_day, last_day, by, utility)
    table = io.StringIO()
    writer = csv.writer(table)
    columns = (*report.by, *FIGURES)
    writer.writerow(columns)
    writer.writerows([cell(getattr(row, name)) for name in columns] for row in report.rows)
    # The mark lets spreadsheets see that it is UTF-8.
    return Response("\ufeff" + table.getvalue(), media_type="text/csv; charset=utf-8")


@router.get("/incidents", response_model=list[OutageAnswer])
def list_incidents(
    records: Records,
    first_day: FirstDay = None,
    last_day: LastDay = None,
    utility: UtilityCode = None,
) -> list[OutageAnswer]:
    """Interruptions that lasted on some of these days, the first begun first, at most 500."""
    first, last = _days(first_day, last_day)
    with records.reading() as session:
        return incidents(session, first, last, utility)


def _report(
    records: Records,
    first_day: date | None,
    last_day: date | None,
    by: list[Dimension] | None,
    utility: str | None,
) -> ComplaintsReport:
    first, last = _days(first_day, last_day)
    dimensions = list(dict.fromkeys(by or ("circle", "kind")))
    with records.reading() as session:
        return complaints(session, first, last, dimensions, utility)


def _days(first_day: date | None, last_day: date | None) -> tuple[date, date]:
    last = last_day or in_india(now()).date()
    first = first_day or last - timedelta(days=_USUAL_DAYS - 1)
    if first > last:
        raise Refusal(422, "invalid", "ends before it begins", fields={"to": "out_of_range"})
    return first, last
