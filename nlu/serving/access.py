"""Who may use Rasa: whoever holds RASA_TOKEN.

Rasa's own --auth-token guards its HTTP API and not the channels, by one of which all messages
come; this guards every address but health and metrics, which ask for themselves.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from serving import settings
from watching import access, metrics


class Guard(InputChannel):
    """No channel: Rasa reaches the server before it starts by way of one."""

    @classmethod
    def name(cls) -> str:
        return "guard"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        guard = Blueprint("guard")

        @guard.listener("before_server_start")
        async def set_up(app: Sanic, _loop: object) -> None:
            app.register_middleware(_refuse_strangers, "request")

        return guard


async def _refuse_strangers(request: Request) -> HTTPResponse | None:
    token = settings.rasa_token()
    own = request.path.startswith(access.HEALTH) or request.path.rstrip("/") == metrics.PATH
    if not token or own or access.same_secret(request.args.get("token", ""), token):
        return None
    return response.json({"status": "not allowed"}, status=401)
