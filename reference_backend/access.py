"""Who may call: services that hold the key."""

from __future__ import annotations

import hmac

from fastapi import Request

from reference_backend.problems import Refusal


def require_key(request: Request) -> None:
    """Refuse a call without our bearer key; compared in constant time."""
    expected = f"Bearer {request.app.state.settings.backend_api_key}".encode()
    given = request.headers.get("authorization", "").encode()
    if not hmac.compare_digest(given, expected):
        raise Refusal(401, "not_allowed", "a bearer key is needed")
