"""Who may call: services that hold the key."""

from __future__ import annotations

import hmac

from fastapi.requests import HTTPConnection
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from reference_backend.problems import Refusal


class HoldsKey(HTTPBearer):
    """The dependency that refuses a call without our bearer key; compared in constant time."""

    def __init__(self) -> None:
        super().__init__(scheme_name="HTTPBearer", auto_error=False)

    async def __call__(self, request: HTTPConnection) -> HTTPAuthorizationCredentials | None:
        """What was shown; raises `Refusal` 401 `not_allowed`."""
        expected: str = request.app.state.settings.backend_api_key
        shown = await super().__call__(request)
        given = shown.credentials if shown else ""
        if not hmac.compare_digest(given.encode(), expected.encode()):
            raise Refusal(401, "not_allowed", "a bearer key is needed")
        return shown
