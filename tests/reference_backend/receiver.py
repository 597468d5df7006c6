"""The other end of the notices: a real server that keeps what it took."""

import asyncio
import json
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from reference_backend.sending import SIGNATURE, sign


class Receiver:
    """Takes signed notices; `refusals` are the statuses that it answers first."""

    def __init__(self, secret: str, *refusals: int) -> None:
        self.secret = secret
        self.refusals = list(refusals)
        self.taken: list[dict[str, Any]] = []
        self.app = Starlette(routes=[Route("/hooks/notices", self.take, methods=["POST"])])
        self._more = asyncio.Condition()

    async def take(self, request: Request) -> JSONResponse:
        """Keep a notice whose signature fits."""
        body = await request.body()
        signature = request.headers[SIGNATURE]
        seconds = int(signature.split(",")[0].removeprefix("t="))
        if signature != sign(body, self.secret, seconds):
            return JSONResponse({}, status_code=403)
        if self.refusals:
            return JSONResponse({}, status_code=self.refusals.pop(0))
        async with self._more:
            self.taken.append(json.loads(body))
            self._more.notify_all()
        return JSONResponse({})

    async def has(self, count: int) -> list[dict[str, Any]]:
        """Wait until that many different events are there; gives all that came."""
        async with self._more, asyncio.timeout(120):
            await self._more.wait_for(lambda: len(self.different) >= count)
        return self.taken

    @property
    def different(self) -> dict[str, dict[str, Any]]:
        """Each event once, in the order of its first coming."""
        return {notice["event_id"]: notice for notice in reversed(self.taken)}
