"""What the action server counts: how well people were understood, and what came of it."""

from __future__ import annotations

from typing import Any

from prometheus_client import Counter, Histogram
from sanic import HTTPResponse, Request, Sanic, raw

from actions.speech import Answer
from actions.understanding import Turn
from watching import metrics

#: The gateway's question whether turns are finished is nobody's message.
PROBE = "probe"

CONFIDENCE = Histogram(
    "bijli_understanding_confidence",
    "How sure the language model was of a message in words",
    ["in_form"],
    buckets=(0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0),
)
UNDERSTOOD = Counter(
    "bijli_messages_understood",
    "Messages in words; verdict: sure, unsure, fallback (nothing that is done here)",
    ["in_form", "verdict"],
)
RECORDS = Counter("bijli_records", "Records that the backend made, by series", ["series"])
KEPT = Counter("bijli_requests_kept", "Requests that the backend could not take", ["errand"])


def note(turn: Turn, answer: Answer) -> None:
    """Count one turn and what it left."""
    in_words = turn.text and not (turn.is_tap or turn.deliver or turn.attachment)
    if in_words and turn.channel != PROBE:
        # An answer to a question ("Barra 6") need be no errand to be understood.
        in_form = str(turn.draft is not None).lower()
        CONFIDENCE.labels(in_form).observe(turn.confidence)
        UNDERSTOOD.labels(in_form, _verdict(turn)).inc()
    for reference in answer.references:
        RECORDS.labels(reference.partition("-")[0]).inc()
    for draft in answer.kept:
        KEPT.labels(draft.errand).inc()


def add_metrics(app: Sanic[Any, Any], token: str) -> None:
    """`GET /metrics` for whoever shows the token."""

    async def scrape(request: Request) -> HTTPResponse:
        page = metrics.page(request.headers.get("authorization", ""), token)
        return raw(page.body, page.status, content_type=page.content_type)

    app.add_route(scrape, metrics.PATH, name="metrics")


def _verdict(turn: Turn) -> str:
    if turn.intent in ("nlu_fallback", "out_of_scope"):
        return "fallback"
    return "sure" if turn.sure else "unsure"
