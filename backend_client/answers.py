"""Turns an HTTP answer of the backend into its content, or into our own error."""

from __future__ import annotations

from typing import Any

import httpx

from backend_client.errors import (
    BackendGarbled,
    BackendRefused,
    BackendUnreachable,
    Conflict,
    InvalidRequest,
    NotAllowed,
    NotFound,
)

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


def read_answer(answer: httpx.Response) -> object:
    """The JSON content of a success.

    Raises `BackendUnreachable` for 5xx, a `BackendRefused` for the problem documents
    (RFC 9457) of 4xx, and `BackendGarbled` for everything that is neither.
    """
    if answer.status_code >= 500:
        raise BackendUnreachable(f"the backend failed with {answer.status_code}")
    if answer.status_code in (200, 201):
        return _json(answer)
    if 400 <= answer.status_code < 500:
        raise _refusal(answer)
    raise BackendGarbled(f"unexpected status {answer.status_code}")


def read_file(answer: httpx.Response) -> bytes:
    """The bytes of a success; raises what `read_answer` raises."""
    if answer.status_code != 200:
        read_answer(answer)
    return answer.content


def _json(answer: httpx.Response) -> object:
    try:
        content: object = answer.json()
    # Wrong encodings are ValueErrors, brackets without end a RecursionError.
    except (ValueError, RecursionError) as error:
        raise BackendGarbled(f"status {answer.status_code} without JSON") from error
    return content


def _refusal(answer: httpx.Response) -> BackendRefused:
    problem = _json(answer)
    code = problem.get("code") if isinstance(problem, dict) else None
    if not isinstance(problem, dict) or not isinstance(code, str):
        # A 404 of some other server must not be told to a consumer as "no such ticket".
        raise BackendGarbled(f"status {answer.status_code} without a problem document")
    kind = _REFUSALS.get(answer.status_code, BackendRefused)
    facts = {name: value for name, value in problem.items() if name not in _PROBLEM_MEMBERS}
    detail = str(problem.get("detail") or "")
    return kind(answer.status_code, code, detail, _fields(problem.get("fields")), facts)


def _fields(stated: Any) -> dict[str, str]:
    if not isinstance(stated, list):
        return {}
    return {
        str(fault["field"]): str(fault.get("code", ""))
        for fault in stated
        if isinstance(fault, dict) and "field" in fault
    }
