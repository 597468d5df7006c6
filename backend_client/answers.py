"""Tells a success of the backend from a refusal, which becomes our own error."""

from __future__ import annotations

import json
from typing import Any

from backend_client.errors import (
    BackendGarbled,
    BackendRefused,
    BackendUnreachable,
    Conflict,
    InvalidRequest,
    NotAllowed,
    NotFound,
)
from wire import Reply

_REFUSALS: dict[int, type[BackendRefused]] = {
    400: InvalidRequest,
    401: NotAllowed,
    403: NotAllowed,
    404: NotFound,
    409: Conflict,
    413: InvalidRequest,
    422: InvalidRequest,
}
_PROBLEM_MEMBERS = {"type", "title", "status", "detail", "instance", "code", "fields"}


def read_answer(answer: Reply) -> bytes:
    """The content of a success, as it came.

    Raises `BackendUnreachable` for 5xx, a `BackendRefused` for the problem documents
    (RFC 9457) of 4xx, and `BackendGarbled` for everything that is neither.
    """
    if answer.status in (200, 201):
        return answer.content
    if answer.status >= 500:
        raise BackendUnreachable(f"the backend failed with {answer.status}")
    if 400 <= answer.status < 500:
        raise _refusal(answer)
    raise BackendGarbled(f"unexpected status {answer.status}")


def _problem(answer: Reply) -> object:
    try:
        problem: object = json.loads(answer.content)
    # Wrong encodings are ValueErrors, brackets without end a RecursionError.
    except (ValueError, RecursionError) as error:
        raise BackendGarbled(f"status {answer.status} without JSON") from error
    return problem


def _refusal(answer: Reply) -> BackendRefused:
    problem = _problem(answer)
    code = problem.get("code") if isinstance(problem, dict) else None
    if not isinstance(problem, dict) or not isinstance(code, str):
        # A 404 of some other server must not be told to a consumer as "no such ticket".
        raise BackendGarbled(f"status {answer.status} without a problem document")
    kind = _REFUSALS.get(answer.status, BackendRefused)
    facts = {name: value for name, value in problem.items() if name not in _PROBLEM_MEMBERS}
    detail = str(problem.get("detail") or "")
    return kind(answer.status, code, detail, _fields(problem.get("fields")), facts)


def _fields(stated: Any) -> dict[str, str]:
    if not isinstance(stated, list):
        return {}
    return {
        str(fault["field"]): str(fault.get("code", ""))
        for fault in stated
        if isinstance(fault, dict) and "field" in fault
    }
