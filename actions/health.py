"""Health of the action server under the addresses that every part of the house has."""

from __future__ import annotations

from typing import Any

from sanic import HTTPResponse, Request, Sanic, json


def add_health(app: Sanic[Any, Any]) -> None:
    """`GET /health/live` and `GET /health/ready`.

    Ready does not ask the backend: without it this server still answers, and honestly.
    """

    async def well(_: Request) -> HTTPResponse:
        return json({"status": "ok"})

    for name in ("live", "ready"):
        app.add_route(well, f"/health/{name}", name=f"health_{name}")
