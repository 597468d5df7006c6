"""What Rasa's process measures, and `GET /metrics` for whoever shows the token."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from prometheus_client import Gauge, Histogram
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from serving import settings
from serving.turn_store import TurnStore
from watching import metrics

ACTION_SECONDS = Histogram(
    "bijli_rasa_action_seconds",
    "One call of the action server",
    ["outcome"],
    buckets=(0.005, 0.025, 0.1, 0.5, 1, 5, 15),
)
TURNS_KEPT = Gauge("bijli_rasa_turns_kept", "0 while Rasa's database does not take turns")
TURNS_KEPT.set_function(lambda: TurnStore.current is None or TurnStore.current.works)


@contextmanager
def timed() -> Iterator[None]:
    """Around one call of the action server."""
    began, outcome = time.perf_counter(), "failed"
    try:
        yield
        outcome = "ok"
    finally:
        ACTION_SECONDS.labels(outcome).observe(time.perf_counter() - began)


class MetricsPage(InputChannel):
    """Rasa mounts addresses by way of channels."""

    @classmethod
    def name(cls) -> str:
        return "metrics"

    def url_prefix(self) -> str:
        """An absolute path, so that the address does not begin with /webhooks."""
        return metrics.PATH

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        page = Blueprint("metrics")

        @page.get("/")
        async def scrape(request: Request) -> HTTPResponse:
            found = metrics.page(request.headers.get("authorization", ""), settings.metrics_token())
            return response.raw(found.body, found.status, content_type=found.content_type)

        return page
