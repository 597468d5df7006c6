"""`GET /metrics` of a gateway: Prometheus shows METRICS_TOKEN, anybody else learns nothing."""

import logging
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response
from prometheus_client import Gauge
from sqlalchemy.exc import SQLAlchemyError

from bot.metrics import backlog
from watching import metrics

log = logging.getLogger(__name__)

DATABASE_UP = Gauge("bijli_database_up", "1 if the gateway's database answers")
REDIS_UP = Gauge("bijli_redis_up", "1 if Redis answers or none is set")
TURNS_FINISHED = Gauge("bijli_turns_finished", "0 while Rasa or the action server is away")

router = APIRouter()


@router.get(metrics.PATH)
async def scrape(request: Request, authorization: Annotated[str, Header()] = "") -> Response:
    """Every figure of this process, and what waits in the database all processes share."""
    state = request.app.state
    token = state.settings.metrics_token
    secret = token.get_secret_value() if token else ""
    if metrics.refusal(authorization, secret) is None:
        REDIS_UP.set(state.link is None or state.link.answers)
        TURNS_FINISHED.set(not state.conversations.outage.lasts)
        try:
            await backlog.look(state.database, state.clock())
            DATABASE_UP.set(1)
        except SQLAlchemyError as error:
            log.warning("the database cannot be asked what waits: %s", type(error).__name__)
            DATABASE_UP.set(0)
    page = metrics.page(authorization, secret)
    return Response(page.body, page.status, media_type=page.content_type)
