"""One Idempotency-Key, one record: a repeated POST hears the answer that the first one got."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from fastapi.responses import JSONResponse
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from reference_backend.clock import now
from reference_backend.database import Database
from reference_backend.problems import MEDIA_TYPE, KeptRefusal, Refusal, document
from reference_backend.tables import KeptAnswer

Work = Callable[[Session], tuple[int, dict[str, Any]]]


def once(database: Database, key: str, request: dict[str, Any], work: Work) -> JSONResponse:
    """Do `work` in one transaction with the key, unless the key has done it already.

    `request` is the whole request as data (path and body). Raises `Refusal` 422
    `key_reused` when the key came with another request before.
    """
    digest = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
    try:
        with database.writing() as session:
            kept = session.get(KeptAnswer, key)
            if kept is not None:
                return _repeat(kept, digest)
            kept = KeptAnswer(key=key, request_digest=digest, status=0, answer={}, at=now())
            session.add(kept)
            session.flush()  # PostgreSQL makes a second request with this key wait here
            try:
                kept.status, kept.answer = work(session)
            except KeptRefusal as refusal:
                kept.status, kept.answer = refusal.status, document(refusal)
    except IntegrityError:
        with database.reading() as session:
            kept = session.get(KeptAnswer, key)
        if kept is None:
            raise
        return _repeat(kept, digest)
    return _answer(kept)


def _repeat(kept: KeptAnswer, digest: str) -> JSONResponse:
    if kept.request_digest != digest:
        raise Refusal(422, "key_reused", "this Idempotency-Key belongs to another request")
    return _answer(kept)


def _answer(kept: KeptAnswer) -> JSONResponse:
    media_type = MEDIA_TYPE if kept.status >= 400 else None
    return JSONResponse(kept.answer, status_code=kept.status, media_type=media_type)
