"""Errors as RFC 9457 problem JSON, in a sentence that the person can read."""

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.errors import (
    AttachmentNotTaken,
    AttachmentTooLarge,
    EmptyMessage,
    GatewayError,
    MessageTooLong,
    NotTheirConversation,
    PayloadNotOffered,
    TooFast,
    UnknownConversation,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem; `type` never changes, so that clients can tell them apart."""

    status: HTTPStatus
    type: str
    key: str


PROBLEMS: dict[type[Exception], Problem] = {
    EmptyMessage: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, "/problems/message-empty", "gateway.empty"
    ),
    MessageTooLong: Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "/problems/message-too-long", "gateway.too_long"
    ),
    AttachmentTooLarge: Problem(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "/problems/attachment-too-large",
        "gateway.attachment_too_large",
    ),
    AttachmentNotTaken: Problem(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "/problems/attachment-not-taken",
        "gateway.attachment_not_taken",
    ),
    PayloadNotOffered: Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, "/problems/payload-not-offered", "gateway.not_offered"
    ),
    UnknownConversation: Problem(
        HTTPStatus.NOT_FOUND, "/problems/unknown-conversation", "gateway.unknown_conversation"
    ),
    NotTheirConversation: Problem(
        HTTPStatus.UNAUTHORIZED, "/problems/unauthorized", "gateway.unauthorized"
    ),
    TooFast: Problem(HTTPStatus.TOO_MANY_REQUESTS, "/problems/slow-down", "gateway.slow_down"),
}
MALFORMED = Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "/problems/malformed", "gateway.invalid")
#: RFC 9457, as JSON Schema.
SHAPE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status", "detail"],
}
INTERNAL = Problem(HTTPStatus.INTERNAL_SERVER_ERROR, "/problems/internal", "gateway.internal")


def documented(*errors: type[Exception]) -> dict[int | str, dict[str, Any]]:
    """The problems of a route for its OpenAPI description: these, and a malformed request."""
    kinds = [MALFORMED, *(PROBLEMS[error] for error in errors)]
    content = {"application/problem+json": {"schema": SHAPE}}
    return {
        status.value: {
            "description": " or ".join(kind.type for kind in kinds if kind.status == status),
            "content": content,
        }
        for status in dict.fromkeys(kind.status for kind in kinds)
    }


def answer_problems(app: FastAPI) -> None:
    """Turn every error of a request into problem JSON; none shows how the gateway is made."""

    @app.exception_handler(GatewayError)
    async def gateway_error(request: Request, error: GatewayError) -> JSONResponse:
        return problem_of(request, error)

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, _error: RequestValidationError) -> JSONResponse:
        return answer(request, MALFORMED, {})

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        # No JSON either, though FastAPI says 400: wrong UTF-8, endless digits or brackets.
        if error.status_code == 400 and isinstance(error.__cause__, ValueError | RecursionError):
            return answer(request, MALFORMED, {})
        status = HTTPStatus(error.status_code)
        key = "gateway.not_found" if status == HTTPStatus.NOT_FOUND else "gateway.invalid"
        problem = Problem(status, f"/problems/{status.phrase.lower().replace(' ', '-')}", key)
        return answer(request, problem, dict(error.headers or {}))

    @app.exception_handler(Exception)
    async def internal(request: Request, _error: Exception) -> JSONResponse:
        # Starlette hands the error on to the server, which then ends the connection: who was not
        # told of it would send the next request into the end.
        return answer(request, INTERNAL, {"Connection": "close"})


def problem_of(request: Request, error: GatewayError) -> JSONResponse:
    """The problem that an error of our own is to the caller."""
    problem = PROBLEMS.get(type(error))
    if problem is None:
        log.error("unexpected in a request", exc_info=error)
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooFast) else {}
    if isinstance(error, NotTheirConversation):
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, AttachmentTooLarge) and error.endless:
        headers["Connection"] = "close"
    return answer(request, problem or INTERNAL, headers)


def answer(request: Request, problem: Problem, headers: dict[str, str]) -> JSONResponse:
    """One problem in the language of the conversation, where the route found it out."""
    language = getattr(request.state, "language", "hi")
    return JSONResponse(
        {
            "type": problem.type,
            "title": problem.status.phrase,
            "status": problem.status.value,
            "detail": request.app.state.wording.phrase(problem.key, language),
        },
        status_code=problem.status.value,
        headers=headers,
        media_type="application/problem+json",
    )
