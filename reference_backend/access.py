"""Who may call: services that hold the key."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from reference_backend.problems import Refusal

_Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))]


async def require_key(request: Request, bearer: _Bearer) -> None:
    """Refuse a call without our bearer key; compared in constant time."""
    expected: str = request.app.state.settings.backend_api_key
    given = bearer.credentials if bearer else ""
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise Refusal(401, "not_allowed", "a bearer key is needed")
