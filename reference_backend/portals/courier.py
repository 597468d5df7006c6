"""Brings applications to the portals that are connected."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime

import httpx
from starlette.concurrency import run_in_threadpool

from reference_backend.clock import now
from reference_backend.database import Database
from reference_backend.portals import errands
from reference_backend.portals.adapters import PORTALS, UnreadableAnswer
from reference_backend.portals.addresses import Address
from reference_backend.portals.errands import Errand

log = logging.getLogger(__name__)

#: A whole call is over before its lease is.
_SECONDS = 15.0
_PASSES = frozenset({408, 425, 429})


class Courier:
    """Hands over what is due, several applications at once."""

    def __init__(
        self,
        database: Database,
        addresses: Mapping[str, Address],
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._database = database
        self._addresses = addresses
        self._clock = clock
        self._http = httpx.AsyncClient(timeout=_SECONDS, trust_env=False, follow_redirects=False)

    async def hand_over_due(self) -> int:
        """Hand over a batch of what is due; returns how many were tried."""
        portals = list(self._addresses)
        if not await run_in_threadpool(errands.is_due, self._database, portals, self._clock()):
            return 0
        due = await run_in_threadpool(errands.claim, self._database, portals, self._clock())
        await asyncio.gather(*map(self._hand_over, due))
        return len(due)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _hand_over(self, errand: Errand) -> None:
        address = self._addresses[errand.portal]
        headers = {"Authorization": f"Bearer {address.key}", "Idempotency-Key": errand.number}
        url = f"{address.url.rstrip('/')}/applications"
        try:
            async with asyncio.timeout(_SECONDS):
                answer = await self._http.post(url, json=errand.form, headers=headers)
            await self._note(errand, answer)
        except (httpx.HTTPError, TimeoutError, UnreadableAnswer) as error:
            log.warning("%s cannot take %s now: %r", errand.portal, errand.number, error)
            await run_in_threadpool(errands.put_off, self._database, errand.number, self._clock())

    async def _note(self, errand: Errand, answer: httpx.Response) -> None:
        status = answer.status_code
        if status in (200, 201):
            number = PORTALS[errand.portal].number(_content(answer))
            await run_in_threadpool(
                errands.arrived, self._database, errand.number, number, self._clock()
            )
        elif 400 <= status < 500 and status not in _PASSES:
            log.error("%s refuses %s with %d", errand.portal, errand.number, status)
            reason = f"{status} {answer.text}"
            await run_in_threadpool(
                errands.refused, self._database, errand.number, reason, self._clock()
            )
        else:
            raise UnreadableAnswer(f"status {status}")


def _content(answer: httpx.Response) -> object:
    try:
        content: object = answer.json()
    except ValueError as error:
        raise UnreadableAnswer("the answer is not JSON") from error
    return content
