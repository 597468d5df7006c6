"""Part by part and way by way: what people read while something fails, and what comes of it."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faults.cases import Case, Reads
from benchmarks.faults.claims import Figures
from benchmarks.faults.plan import COMPLAINT_MESSAGES, Plan
from benchmarks.faults.product import Product, product
from benchmarks.faults.taps import SETTINGS, Taps
from benchmarks.faults.town import Town
from benchmarks.faults.witness import Witness
from tests.fakes.whatsapp import FakeWhatsApp
from tests.serving import served

#: People who write by WhatsApp in the moment in which something fails.
CROWD = 4
#: A fault lasts at least so long, so that whoever asks again by itself meets it too.
LASTS_SECONDS = 3.0
#: The whole path is looked at, not the shorter one of a storm.
ENV = {**SETTINGS, "STORM_BEGINS_AT": "0"}

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Seen:
    """What came of a case: what was read at once, and whether the witness's one ticket was made
    and told within `seconds` of the recovery."""

    case: Case
    reads: Reads | None
    made_good: bool
    seconds: float

    @property
    def as_specified(self) -> bool:
        """Whether it went as docs/faults.md says."""
        return self.reads == self.case.reads and self.made_good

    def __str__(self) -> str:
        read = self.reads.name.lower() if self.reads is not None else "something else"
        wanted = "" if self.reads == self.case.reads else f" instead of {self.case.reads.name}"
        good = f"made good after {self.seconds:.1f} s" if self.made_good else "never made good"
        return f"  {self.case!s:<38} {read}{wanted}, {good}"


async def run(cases: Sequence[Case], folder: Path, tell: Tell) -> tuple[list[Seen], Figures]:
    """Let each case happen under load with state under `folder`: what was seen of each, and the
    figures of `claims` over all of them."""
    plan = Plan(people=CROWD * len(cases), messages=COMPLAINT_MESSAGES + 1, kills=0, at_once=CROWD)
    meta = FakeWhatsApp()
    async with AsyncExitStack() as open_:
        url = await open_.enter_async_context(served(meta.app))
        open_.push_async_callback(meta.closes)
        taps = await open_.enter_async_context(Taps())
        running = await open_.enter_async_context(
            product(folder, url, several=True, taps=taps, env=ENV)
        )
        town = await open_.enter_async_context(Town(plan, running, meta, tell))
        seen = []
        for number, case in enumerate(cases):
            crowd = town.people[number * CROWD :][:CROWD]
            lives = asyncio.create_task(town.live(crowd))
            seen.append(await _witnessed(case, number, running, taps))
            await lives
            tell(str(seen[-1]))
        await town.comes_to_rest()
        return seen, await town.figures()


async def _witnessed(case: Case, number: int, running: Product, taps: Taps) -> Seen:
    """One case from the failure to the recovery and its end."""
    witness = await asyncio.to_thread(Witness, number, running.stack)
    try:
        await asyncio.to_thread(witness.begins)
        taps.fail(case)
        try:
            reads, _ = await asyncio.gather(
                asyncio.to_thread(witness.reads), asyncio.sleep(LASTS_SECONDS)
            )
        finally:
            taps.recover()
        recovered = time.monotonic()
        good = await asyncio.to_thread(witness.is_helped)
        return Seen(case, reads, good, time.monotonic() - recovered)
    finally:
        witness.close()
