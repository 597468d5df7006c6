"""What all calls of telephone companies share: a secret in the address, and fields that come
in a query, a form or JSON, as each company likes."""

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from fastapi import HTTPException, Request
from pydantic import SecretStr

from bot.conversations.cleaning import without_controls
from watching.access import same_secret

MOST_FIELDS = 100


def check_secret(given: str, expected: SecretStr | None) -> None:
    """Answer 404 unless the secret of the address fits, compared in constant time.

    404 and not 403: a stranger who tries addresses learns nothing of which ones exist.
    """
    right = expected.get_secret_value() if expected else ""
    if not same_secret(given, right) or not right:
        raise HTTPException(HTTPStatus.NOT_FOUND)


async def fields_of(request: Request) -> dict[str, Any]:
    """The fields of a call, the body's above the query's; what cannot be read counts as none."""
    kind = request.headers.get("content-type", "")
    return storable(dict(request.query_params) | fields_in(await request.body(), kind))


def fields_in(body: bytes, kind: str) -> dict[str, Any]:
    """The fields of a body of some Content-Type; none if it cannot be read."""
    try:
        if not kind.startswith("application/json"):
            return dict(parse_qsl(body.decode(), max_num_fields=MOST_FIELDS))
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def storable(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with words that every database can hold and look for."""
    return {
        name: without_controls(value) if isinstance(value, str) else value
        for name, value in fields.items()
    }
