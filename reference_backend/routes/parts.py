"""What the addresses have in common: the records, the key of a POST, and its answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Path, Request

from reference_backend.database import Database


# Coroutines, here and in access.py: FastAPI sends whatever is not to a thread, which costs more
# than all that these do.
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
