"""Refusals, and how they are told: problem documents of RFC 9457 with a stable `code`."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from reference_backend.answers import EscalatedToAnswer

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class FieldFault(BaseModel):
    """A field that was not accepted, and why."""

    field: str
    code: str


class Problem(BaseModel):
    """The problem document of every refusal; deadline, senior and statuses where they matter."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    fields: list[FieldFault] | None = None
    due_at: str | None = None
    escalated_at: str | None = None
    escalated_to: EscalatedToAnswer | None = None
    ticket_status: str | None = None
    allowed: list[str] | None = None
    application_status: str | None = None


DOCUMENTED: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem} for status in (400, 401, 404, 409, 422, 503)
}


class Refusal(Exception):
    """A request that the utility refuses.

    `status` is the HTTP status, `code` the stable name of the reason, `detail` a sentence for
    logs. `fields` names fields that were not accepted (field → reason); `facts` are further
    members of the problem document, such as the deadline that has not passed.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        fields: dict[str, str] | None = None,
        **facts: Any,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.fields = fields or {}
        self.facts = facts


class KeptRefusal(Refusal):
    """A refusal of which something stays: the try of a code is counted though it was wrong."""


def unknown(what: str) -> Refusal:
    """The refusal for a record that does not exist (`unknown_ticket`, `unknown_account` …)."""
    return Refusal(404, f"unknown_{what}", f"no {what} under this number")


def document(refusal: Refusal) -> dict[str, Any]:
    """The members of the refusal's problem document."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": refusal.detail,
        "code": refusal.code,
        **refusal.facts,
    }
    if refusal.fields:
        content["fields"] = [
            {"field": field, "code": code} for field, code in refusal.fields.items()
        ]
    return content


def problem(refusal: Refusal) -> JSONResponse:
    """The refusal as a problem document."""
    return JSONResponse(document(refusal), status_code=refusal.status, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Make every error of the app a problem document; none shows what went wrong inside."""
    _name_media_type(app)
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _malformed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OperationalError, _database_away)
    app.add_exception_handler(PoolTimeout, _database_away)
    app.add_exception_handler(DBAPIError, _failed)
    app.add_exception_handler(Exception, _failed)


def _name_media_type(app: FastAPI) -> None:
    """FastAPI documents every answer as plain JSON; refusals are problem documents."""
    plainly = app.openapi

    def with_problems() -> dict[str, Any]:
        document = plainly()
        for operations in document["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    content = answer.get("content", {})
                    if status >= "400" and "application/json" in content:
                        content[MEDIA_TYPE] = content.pop("application/json")
        return document

    app.openapi = with_problems  # type: ignore[method-assign]


def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refusal)
    return problem(error)


def _malformed(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    fields: dict[str, str] = {}
    for fault in error.errors():
        if fault["loc"][0] == "path":
            return problem(Refusal(404, "not_found", "no record can have this number"))
        if fault["type"] == "json_invalid":
            return problem(_no_json())
        where = [str(part) for part in fault["loc"] if part not in ("body", "query", "header")]
        fields.setdefault(".".join(where) or "body", str(fault["type"]))
    if "Idempotency-Key" in fields or "idempotency-key" in fields:
        return problem(Refusal(400, "key_missing", "Idempotency-Key of 1 to 200 characters"))
    without_consent = all(field.split(".")[0] == "consent" for field in fields)
    code = "consent_missing" if without_consent else "invalid"
    return problem(Refusal(422, code, "some fields are not acceptable", fields=fields))


def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    # No JSON either, though FastAPI says 400: wrong UTF-8, endless digits, brackets without end.
    if error.status_code == 400 and isinstance(error.__cause__, ValueError | RecursionError):
        return problem(_no_json())
    code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "refused")
    return problem(Refusal(error.status_code, code, str(error.detail)))


def _no_json() -> Refusal:
    return Refusal(422, "invalid", "the body is not JSON", fields={"body": "json"})


def _database_away(_: Request, error: Exception) -> JSONResponse:
    log.error("the database does not answer", exc_info=error)
    return problem(Refusal(503, "not_ready", "the records cannot be reached at the moment"))


def _failed(request: Request, error: Exception) -> JSONResponse:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    answer = problem(Refusal(500, "failed", "the backend failed on this request"))
    # The server ends the connection after an error that nobody expected, and says so.
    answer.headers["Connection"] = "close"
    return answer
