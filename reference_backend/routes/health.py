"""Whether this process lives, and whether it can serve."""

from __future__ import annotations

from fastapi import APIRouter

from reference_backend.routes.parts import Records

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live")
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "live"}


@router.get("/ready")
def ready(records: Records) -> dict[str, str]:
    """The records can be reached; 503 `not_ready` otherwise."""
    records.ping()
    return {"status": "ready"}
