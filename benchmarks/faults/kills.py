"""Takes parts away with SIGKILL, each so often, spread over the run by chance."""

import asyncio
from collections import Counter
from collections.abc import Callable

from benchmarks.faults.plan import Plan
from benchmarks.faults.product import Product

PARTS = ("gateway", "rasa", "actions", "backend")
#: The first and the last moment of a kill, and those of Redis' absence, in shares of the run.
BEGIN, END = 0.03, 0.9
REDIS_GOES, REDIS_COMES = 0.35, 0.65
LOOK_SECONDS = 0.1
#: How often two parts are killed in the same moment.
TOGETHER = 0.2


class Killer:
    """Kills when the run has come so far; only what works, so that each kill interrupts work."""

    def __init__(self, product: Product, plan: Plan, progress: Callable[[], float]) -> None:
        self.kills: Counter[str] = Counter()
        self._product = product
        self._progress = progress
        self._redis_dies = plan.redis_dies
        self._chance = plan.chance("kills")
        parts = [part for part in PARTS for _ in range(plan.kills)]
        self._due = sorted((self._chance.uniform(BEGIN, END), part) for part in parts)
        self._gateways = [key for key in product.stack.pids() if key.startswith("gateway")]

    async def kill_all(self) -> None:
        """Return once all are done and everything is up again."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._kill_parts())
            tasks.create_task(self._take_redis_away())

    async def _kill_parts(self) -> None:
        stack = self._product.stack
        while self._due:
            at, part = self._due.pop(0)
            await self._come_to(at)
            if self._chance.random() > TOGETHER:
                await asyncio.to_thread(stack.wait_ready)
            key = self._chance.choice(self._gateways) if part == "gateway" else part
            if stack.pids()[key]:
                await asyncio.to_thread(stack.kill, key)
                self.kills[part] += 1
            else:  # supervisord is about to start it: a little later
                self._due.insert(0, (at, part))
                await asyncio.to_thread(stack.wait_ready)
        await asyncio.to_thread(stack.wait_ready)

    async def _take_redis_away(self) -> None:
        redis = self._product.redis
        if redis is None or not self._redis_dies:
            return
        await self._come_to(REDIS_GOES)
        redis.kill()
        self.kills["redis"] += 1
        await self._come_to(REDIS_COMES)
        await asyncio.to_thread(redis.start)

    async def _come_to(self, share: float) -> None:
        while True:
            if self._progress() >= share:
                return
            await asyncio.sleep(LOOK_SECONDS)
