"""Meta's delivery: batches, some twice, some late, and again whatever nobody acknowledged."""

import asyncio
import heapq
import itertools
import json
from collections.abc import Sequence
from typing import Any

import httpx

from benchmarks.faults.plan import Plan
from tests.fakes.whatsapp import notice, signed

PATH = "/webhooks/whatsapp"
TICK_SECONDS = 0.05
#: How much later than it would have come a message that changes places with others arrives.
LATE_SECONDS = (0.5, 3.0)
TWICE_SECONDS = (0.0, 10.0)
AGAIN_SECONDS = 0.5
ANSWER_SECONDS = 20.0
POSTS_AT_ONCE = 6
#: Most deliveries bring one message; after an interruption Meta brings many at once.
SIZES = (1, 1, 1, 1, 1, 3, 8, 50)


class Postman:
    """Brings messages and statuses to the webhooks of all gateways in turn until they take them.

    `acknowledged` counts messages, each at its first delivery that was answered with 200.
    """

    def __init__(self, gateways: Sequence[str], plan: Plan) -> None:
        self.deliveries = self.duplicates = self.reordered = self.posts = self.refused = 0
        self.acknowledged: set[str] = set()
        self._plan = plan
        self._chance = plan.chance("postman")
        self._gateways = itertools.cycle(gateways)
        self._waiting: list[tuple[float, int, str, dict[str, Any]]] = []
        self._numbers = itertools.count()
        self._clock = asyncio.get_running_loop().time
        self._few = asyncio.Semaphore(POSTS_AT_ONCE)
        self._running: set[asyncio.Task[None]] = set()
        self._http = httpx.AsyncClient(timeout=ANSWER_SECONDS, trust_env=False)

    def bring(self, message: dict[str, Any], *, ordered: bool) -> None:
        """Take a person's message; one that is `ordered` is not overtaken by later ones."""
        late = 0.0
        if not ordered and self._chance.random() < self._plan.late:
            late = self._chance.uniform(*LATE_SECONDS)
            self.reordered += 1
        self._put("messages", message, late)
        self.deliveries += 1
        # A share of all deliveries, not of all messages.
        while self._chance.random() < self._plan.doubled:
            self._put("messages", message, late + self._chance.uniform(*TWICE_SECONDS))
            self.deliveries += 1
            self.duplicates += 1

    def report(self, letter: dict[str, Any], status: str) -> None:
        """Take a status of a letter that the gateway sent."""
        told = {"id": letter["id"], "status": status, "timestamp": "1"}
        told |= {"recipient_id": letter["to"], "biz_opaque_callback_data": letter["mark"]}
        self._put("statuses", told, 0.0)

    async def carry(self) -> None:
        """Run until cancelled."""
        try:
            while True:
                while batch := self._next_batch():
                    await self._few.acquire()
                    task = asyncio.create_task(self._post(batch))
                    self._running.add(task)
                    task.add_done_callback(self._running.discard)
                await asyncio.sleep(TICK_SECONDS)
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)
            await self._http.aclose()

    @property
    def is_done(self) -> bool:
        """Whether everything that was given has been acknowledged."""
        return not self._waiting and not self._running

    def _put(self, sort: str, what: dict[str, Any], late: float) -> None:
        heapq.heappush(self._waiting, (self._clock() + late, next(self._numbers), sort, what))

    def _next_batch(self) -> dict[str, list[dict[str, Any]]]:
        size = min(self._chance.choice(SIZES), self._plan.most_in_a_batch)
        batch: dict[str, list[dict[str, Any]]] = {}
        for _ in range(size):
            if not self._waiting or self._waiting[0][0] > self._clock():
                break
            _, _, sort, what = heapq.heappop(self._waiting)
            batch.setdefault(sort, []).append(what)
        return batch

    async def _post(self, batch: dict[str, list[dict[str, Any]]]) -> None:
        body = json.dumps(notice(batch)).encode()
        headers = {"X-Hub-Signature-256": signed(body)}
        try:
            while not await self._taken(body, headers):
                self.refused += 1
                await asyncio.sleep(AGAIN_SECONDS)
        finally:
            self._few.release()
        self.acknowledged.update(one["id"] for one in batch.get("messages", ()))

    async def _taken(self, body: bytes, headers: dict[str, str]) -> bool:
        self.posts += 1
        try:
            url = next(self._gateways) + PATH
            answer = await self._http.post(url, content=body, headers=headers)
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.OK
