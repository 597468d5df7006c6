"""Health of the Rasa process under the addresses that every part of the house has."""

from asyncio import AbstractEventLoop
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from serving.turn_store import TurnStore
from watching import memory


class HealthCheck(InputChannel):
    """`GET /health/live` and `GET /health/ready`: Rasa mounts blueprints by way of channels."""

    @classmethod
    def name(cls) -> str:
        return "health"

    def url_prefix(self) -> str:
        """An absolute path, so that the addresses do not begin with /webhooks."""
        return "/health"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        health = Blueprint("health")

        @health.listener("after_server_start")  # by then the model is loaded
        async def settle(_app: Sanic, _loop: AbstractEventLoop) -> None:
            memory.settle()

        @health.get("/live")
        async def live(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @health.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return response.json({"status": "no model"}, status=503)
            if TurnStore.current and not TurnStore.current.answers():
                return response.json({"status": "turns cannot be kept"}, status=503)
            return response.json({"status": "ok"})

        return health
