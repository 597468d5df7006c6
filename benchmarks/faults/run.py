"""One fault run from its start to its figures."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from benchmarks.faults.claims import Figures
from benchmarks.faults.kills import Killer
from benchmarks.faults.plan import Plan
from benchmarks.faults.product import product
from benchmarks.faults.town import Town
from tests.fakes.whatsapp import FakeWhatsApp
from tests.serving import served

TELL_SECONDS = 15.0

Tell = Callable[[str], None]


async def run(plan: Plan, folder: Path, tell: Tell) -> Figures:
    """Do what the plan says with state under `folder`, and give the figures of `claims`."""
    meta = FakeWhatsApp()
    began = time.monotonic()
    async with AsyncExitStack() as open_:
        url = await open_.enter_async_context(served(meta.app))
        open_.push_async_callback(meta.closes)
        running = await open_.enter_async_context(product(folder, url, several=plan.several))
        tell(f"  the product is up ({time.monotonic() - began:.0f} s)")
        town = await open_.enter_async_context(Town(plan, running, meta, tell))
        killer = Killer(running, plan, lambda: len(meta.sent) / plan.all_messages)
        return await _killing(town, killer, tell)


async def _killing(town: Town, killer: Killer, tell: Tell) -> Figures:
    """Let everybody write and everything be killed, wait for quiet, and count."""
    began = time.monotonic()
    telling = asyncio.create_task(_report(town, killer, tell))
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(town.live(town.people))
            tasks.create_task(killer.kill_all())
        lively = time.monotonic() - began
        await town.comes_to_rest()
    finally:
        telling.cancel()
    return {
        **await town.figures(),
        "kills": sum(killer.kills.values()),
        **{f"kills_{part}": count for part, count in sorted(killer.kills.items())},
        "minutes": lively / 60,
    }


async def _report(town: Town, killer: Killer, tell: Tell) -> None:
    began = time.monotonic()
    while True:
        await asyncio.sleep(TELL_SECONDS)
        kills = " ".join(f"{part} {count}" for part, count in killer.kills.items())
        tell(f"  {time.monotonic() - began:4.0f} s: {town.progress}, killed: {kills or 'none'}")
