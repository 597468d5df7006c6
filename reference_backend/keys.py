"""One Idempotency-Key, one record: a repeated POST hears the answer that the first one got."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from fastapi.responses import JSONResponse
from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from reference_backend.clock import now
from reference_backend.database import Database, wait_for
from reference_backend.problems import MEDIA_TYPE, KeptRefusal, Refusal, document
from reference_backend.tables import KeptAnswer, table_of

Work = Callable[[Session], tuple[int, dict[str, Any]]]


async def once(database: Database, key: str, request: dict[str, Any], work: Work) -> JSONResponse:
    """Do `work` in one transaction with the key, unless the key has done it already.

    `request` is the whole request as data (path and body). Raises `Refusal` 422
    `key_reused` when the key came with another request before.
    """
    return await database.write(lambda session: answered(session, key, request, work))


def once_in_thread(
    database: Database, key: str, request: dict[str, Any], work: Work
) -> JSONResponse:
    """The same for work that takes long, or writes much; to be called in a thread."""
    with database.writing() as session:
        return answered(session, key, request, work)


def answered(session: Session, key: str, request: dict[str, Any], work: Work) -> JSONResponse:
    """The same in the caller's transaction."""
    digest = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
    wait_for(session, f"key/{key}")  # a second request with this key hears what the first heard
    kept = session.execute(_KEPT, {"given": key}).first()
    if kept is not None:
        if kept.request_digest != digest:
            raise Refusal(422, "key_reused", "this Idempotency-Key belongs to another request")
        return _answer(kept.status, kept.answer)
    try:
        status, answer = work(session)
    except KeptRefusal as refusal:
        status, answer = refusal.status, document(refusal)
    keeping = {"key": key, "request_digest": digest, "status": status, "answer": answer}
    session.execute(_KEEP, {**keeping, "at": now()})
    return _answer(status, answer)


def _answer(status: int, answer: dict[str, Any]) -> JSONResponse:
    return JSONResponse(answer, status, media_type=MEDIA_TYPE if status >= 400 else None)


_KEPT_ANSWERS = table_of(KeptAnswer)
_KEPT = select(_KEPT_ANSWERS).where(_KEPT_ANSWERS.c.key == bindparam("given"))
_KEEP = insert(_KEPT_ANSWERS)
