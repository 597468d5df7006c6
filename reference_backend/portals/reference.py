"""A portal of both kinds, for tests and trials: it keeps to README.md and forgets at its end."""

from __future__ import annotations

import hmac
from typing import Annotated, Any

from fastapi import FastAPI, Header, HTTPException

_NEEDED = ("referenceNo", "supplyType", "discom", "consentAt")


def create_portal(answers_with: str, key: str) -> FastAPI:
    """A portal that answers with its number under this name, to whoever has the key."""
    portal = FastAPI(title="Reference portal")
    taken: dict[str, dict[str, Any]] = {}
    portal.state.taken = taken

    @portal.post("/applications", status_code=201)
    def apply(
        form: dict[str, Any],
        authorization: Annotated[str, Header()],
        idempotency_key: Annotated[str, Header()],
    ) -> dict[str, str]:
        if not hmac.compare_digest(authorization.encode(), f"Bearer {key}".encode()):
            raise HTTPException(401, "unknown key")
        missing = [name for name in _NEEDED if not form.get(name)]
        if missing:
            raise HTTPException(422, f"missing: {', '.join(missing)}")
        taken.setdefault(idempotency_key, form)
        return {answers_with: f"UP-{list(taken).index(idempotency_key) + 1:08d}"}

    return portal
