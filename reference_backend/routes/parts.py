"""What the addresses have in common: who may use them, the records, the key of a POST, answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request, Response

from reference_backend.access import HoldsKey
from reference_backend.answers import Answer
from reference_backend.database import Database
from reference_backend.problems import DOCUMENTED

_JSON = "application/json"


def addresses(prefix: str, subject: str) -> APIRouter:
    """Addresses for those who hold the key.

    They stand in the app as they are: what FastAPI includes it looks through for every request,
    and twice, which takes longer than to answer most of them.
    """
    return APIRouter(
        prefix=f"/api/v1{prefix}",
        tags=[subject],
        dependencies=[Depends(HoldsKey())],
        responses=DOCUMENTED,
    )


def told(answer: Answer) -> Response:
    """An answer of the documented shape, ready: FastAPI need not look at it again."""
    return Response(answer.model_dump_json(), media_type=_JSON)


def all_told(answers: Iterable[Answer]) -> Response:
    """Several answers of the documented shape, ready."""
    listed = ",".join(answer.model_dump_json() for answer in answers)
    return Response(f"[{listed}]", media_type=_JSON)


# A coroutine: FastAPI sends whatever is none to a thread, which costs more than all that it does.
async def _records(request: Request) -> Database:
    database: Database = request.app.state.database
    return database


Records = Annotated[Database, Depends(_records)]
IdempotencyKey = Annotated[
    str,
    Header(alias="Idempotency-Key", min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$"),
]
# Numbers are opaque, but no number holds control characters (and PostgreSQL refuses a NUL).
Number = Annotated[str, Path(max_length=40, pattern=r"^[^\x00-\x1f]+$")]
