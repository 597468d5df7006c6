"""Brings notices to the gateway: a signed webhook, repeated until it is taken.

`X-Notice-Signature: t=<seconds>,v1=<hex>` signs the body's bytes with HMAC-SHA256 over
`<seconds>.<body>`; the gateway knows every event by its id, so a repetition is heard once.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import httpx
from fastapi import Header
from starlette.concurrency import run_in_threadpool

from reference_backend import outbox
from reference_backend.answers import Notice
from reference_backend.clock import now
from reference_backend.database import Database
from reference_backend.outbox import Parcel

log = logging.getLogger(__name__)

SIGNATURE = "X-Notice-Signature"
#: A whole delivery is over before its lease is.
_SECONDS = 8.0
#: The gateway has read it and will never take it; anything else may pass.
_REFUSED = frozenset({400, 413, 422})


class Sender:
    """Sends what waits, in order for each record, several records at once."""

    def __init__(
        self, database: Database, url: str, secret: str, clock: Callable[[], datetime] = now
    ) -> None:
        self._database = database
        self._url = url
        self._secret = secret
        self._clock = clock
        self._http = httpx.AsyncClient(timeout=_SECONDS, trust_env=False, follow_redirects=False)

    async def send_due(self) -> int:
        """Send a batch of what is due; returns how many were tried."""
        if not await run_in_threadpool(outbox.is_due, self._database, self._clock()):
            return 0
        parcels = await run_in_threadpool(outbox.claim, self._database, self._clock())
        await asyncio.gather(*map(self._send, parcels))
        return len(parcels)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _send(self, parcel: Parcel) -> None:
        body = json.dumps(parcel.content, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json",
            SIGNATURE: sign(body, self._secret, int(self._clock().timestamp())),
        }
        try:
            async with asyncio.timeout(_SECONDS):
                answer = await self._http.post(self._url, content=body, headers=headers)
        except (httpx.HTTPError, TimeoutError) as error:
            log.warning("a notice cannot be delivered: %r", error)
            await run_in_threadpool(outbox.put_off, self._database, parcel, self._clock())
            return
        if answer.is_success:
            told_at = _told_at(answer, self._clock())
            await run_in_threadpool(outbox.delivered, self._database, parcel, told_at)
        elif answer.status_code in _REFUSED:
            kind, status = parcel.content["kind"], answer.status_code
            log.error("the gateway refuses a notice %s with %d", kind, status)
            await run_in_threadpool(outbox.drop, self._database, parcel)
        else:
            log.warning("the gateway answers a notice with %d", answer.status_code)
            await run_in_threadpool(outbox.put_off, self._database, parcel, self._clock())


def notices(
    body: Notice, x_notice_signature: Annotated[str, Header(pattern=r"^t=\d+,v1=[0-9a-f]{64}$")]
) -> None:
    """A change of a record, sent to `NOTICES_URL`; described here for whoever builds a backend.

    The signature is HMAC-SHA256 with the shared secret over `<t>.<body>`, `t` being Unix time.
    An event is sent again until it is answered with 2xx; 400, 413 and 422 mean that it will
    never be taken. Of one record the events come in order. The answer may hold `told_at`, the
    moment at which people hear of it; the days of silence before a ticket is closed count from
    then.
    """


def sign(body: bytes, secret: str, seconds: int) -> str:
    """The signature's header for a body that is sent at this moment (Unix time)."""
    signed = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    return f"t={seconds},v1={signed.hexdigest()}"


def _told_at(answer: httpx.Response, moment: datetime) -> datetime:
    """When people hear of it: the gateway says so if it waits for the morning."""
    try:
        told_at = datetime.fromisoformat(answer.json()["told_at"])
    except (ValueError, KeyError, TypeError):
        return moment
    return max(told_at, moment) if told_at.tzinfo else moment
