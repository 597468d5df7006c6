"""The two requests that a conversation is made of, by a shorter way than FastAPI's.

To find a route among all of them, to solve its dependencies and to put its answer into JSON takes
FastAPI longer than the gateway takes for the rest of HTTP together. Whatever is not plainly one of
these two, and well formed, goes on to FastAPI, which describes both and says what is wrong with
a request. Both ways end in the same functions.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.channels.web import routes
from bot.channels.web.body import replayed
from bot.channels.web.problems import problem_of
from bot.channels.web.schemas import NewConversation, NewMessage
from bot.errors import GatewayError

JSON = "application/json"

Body = TypeVar("Body", bound=BaseModel)


@dataclass(frozen=True)
class _Way(Generic[Body]):
    """A request: its route in FastAPI, its body, and what answers it (request, conversation's
    id, body)."""

    route: APIRoute
    shape: type[Body]
    take: Callable[[Request, str, Body], Awaitable[BaseModel]]


class ShortWay:
    """ASGI middleware inside of `BoundedBody`, which hands on a body in one piece."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one of the two requests, or hand it on."""
        found = _found(scope)
        if found is None:
            await self._app(scope, receive, send)
            return
        way, conversation_id = found
        part = await receive()
        try:
            body = way.shape.model_validate_json(part.get("body", b""))
        except ValidationError:
            await self._app(scope, replayed(part, receive), send)
            return
        scope["route"] = way.route
        response = await _answer(way, Request(scope), conversation_id, body)
        await response(scope, receive, send)


def _found(scope: Scope) -> tuple[_Way[Any], str] | None:
    """The way of a request and the id of the conversation in its path, if there is one."""
    if scope["type"] != "http" or scope["method"] != "POST":
        return None
    for way in _WAYS:
        if found := way.route.path_regex.match(scope["path"]):
            plain = Request(scope).headers.get("content-type") == JSON
            return (way, found.groupdict().get("conversation_id", "")) if plain else None
    return None


async def _answer(way: _Way[Body], request: Request, conversation_id: str, body: Body) -> Response:
    try:
        answer = await way.take(request, conversation_id, body)
    except GatewayError as error:
        return problem_of(request, error)
    status = way.route.status_code or HTTPStatus.OK
    return Response(answer.model_dump_json(), status, media_type=JSON)


async def _opened(request: Request, _no_id: str, new: NewConversation) -> BaseModel:
    return await routes.open_conversation(new, request, await routes.conversations_of(request))


async def _written(request: Request, conversation_id: str, message: NewMessage) -> BaseModel:
    talks = await routes.conversations_of(request)
    token = request.headers.get("authorization", "")
    own = await routes.own_conversation(request, conversation_id, talks, token)
    return await routes.write(own, message, request, talks)


def _route_to(endpoint: Callable[..., Any]) -> APIRoute:
    return next(
        route
        for route in routes.router.routes
        if isinstance(route, APIRoute) and route.endpoint is endpoint
    )


_WAYS: tuple[_Way[Any], ...] = (
    _Way(_route_to(routes.write), NewMessage, _written),
    _Way(_route_to(routes.open_conversation), NewConversation, _opened),
)
