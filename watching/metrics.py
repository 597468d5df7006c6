"""The page `/metrics` of a part, for whoever holds the token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from watching.access import shows

PATH = "/metrics"


@dataclass(frozen=True)
class Page:
    """An answer over HTTP."""

    status: int
    content_type: str
    body: bytes


REFUSED = Page(HTTPStatus.UNAUTHORIZED, "text/plain", b"")
#: Without a token in the settings nobody learns that there is such a page.
ABSENT = Page(HTTPStatus.NOT_FOUND, "text/plain", b"")


def refusal(authorization: str, token: str) -> Page | None:
    """Why a caller with this header does not get the page; None: they do."""
    if not token:
        return ABSENT
    return None if shows(authorization, token) else REFUSED


def age(since: datetime | None, now: datetime) -> float:
    """Seconds for which something waits; 0 where nothing does."""
    return max((now - since).total_seconds(), 0.0) if since else 0.0


def page(authorization: str, token: str) -> Page:
    """All metrics of this process in Prometheus' text format, or a refusal."""
    return refusal(authorization, token) or Page(
        HTTPStatus.OK, CONTENT_TYPE_LATEST, generate_latest()
    )
