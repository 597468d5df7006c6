"""Who may use the action server: whoever holds ACTIONS_TOKEN, that is Rasa."""

from __future__ import annotations

from typing import Any

from sanic import HTTPResponse, Request, Sanic, json

from watching import access, metrics


def refuse_strangers(app: Sanic[Any, Any], token: str) -> None:
    """Answer 401 without the token; health and metrics ask for themselves. Without a token in
    the settings everybody is let in who reaches the port, which is this machine by default."""

    async def check(request: Request) -> HTTPResponse | None:
        own = request.path.startswith(access.HEALTH) or request.path == metrics.PATH
        if not token or own or access.shows(request.headers.get("authorization", ""), token):
            return None
        return json({"status": "not allowed"}, status=401)

    app.register_middleware(check, "request")
