"""What the utility counts, and `GET /metrics` for whoever shows METRICS_TOKEN."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from prometheus_client import Gauge, Histogram
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from reference_backend import deadlines
from reference_backend.clock import now
from reference_backend.database import Database
from reference_backend.routes.parts import Records
from reference_backend.tables import Event, WaitingNotice
from watching import metrics

REQUEST_SECONDS = Histogram(
    "bijli_utility_request_seconds",
    "From a request to the beginning of its answer",
    ["route", "method", "status"],
    buckets=(0.005, 0.025, 0.1, 0.5, 1, 3, 8),
)
RECORDS_UP = Gauge("bijli_utility_database_up", "1 if the utility's records can be reached")
CLOCK_SECONDS = Gauge(
    "bijli_utility_clock_seconds", "How late the clock is with what it has to do next"
)
NOTICES = Gauge("bijli_utility_notices", "Notices that the gateway has still to take")
NOTICE_SECONDS = Gauge("bijli_utility_notice_seconds", "Age of the oldest of them")

router = APIRouter()


@router.get(metrics.PATH, include_in_schema=False)
def scrape(
    request: Request, records: Records, authorization: Annotated[str, Header()] = ""
) -> Response:
    """Every figure of this process, and what waits among the records."""
    token = request.app.state.settings.metrics_token
    if metrics.refusal(authorization, token) is None:
        try:
            _look(records, now())
            RECORDS_UP.set(1)
        except SQLAlchemyError:
            RECORDS_UP.set(0)
    page = metrics.page(authorization, token)
    return Response(page.body, page.status, media_type=page.content_type)


def _look(records: Database, moment: datetime) -> None:
    CLOCK_SECONDS.set(metrics.age(deadlines.next_moment(records), moment))
    query = select(func.count(), func.min(Event.at)).join(
        WaitingNotice, WaitingNotice.event_id == Event.id
    )
    with records.reading() as session:
        number, oldest = session.execute(query).one()
    NOTICES.set(number)
    NOTICE_SECONDS.set(metrics.age(oldest, moment))
