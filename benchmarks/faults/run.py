"""One fault run from its start to its figures."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from benchmarks.faults import claims
from benchmarks.faults.kills import Killer
from benchmarks.faults.people import Person
from benchmarks.faults.plan import COMPLAINTS, Plan
from benchmarks.faults.postman import Postman
from benchmarks.faults.product import Product, product
from benchmarks.faults.quiet import still_open
from bot.store.database import Database
from bot.store.keyring import Keyring
from tests.fakes.whatsapp import FakeWhatsApp
from tests.serving import served

LOOK_SECONDS = 0.2
TELL_SECONDS = 15.0
#: After the last kill everything has to be done within this time, or it counts as lost.
QUIET_SECONDS = 180.0

Figures = dict[str, float]
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
        return await _Run(plan, running, meta, tell).figures()


class _Run:
    def __init__(self, plan: Plan, running: Product, meta: FakeWhatsApp, tell: Tell) -> None:
        self._plan = plan
        self._running = running
        self._meta = meta
        self._tell = tell
        self._began = time.monotonic()
        self._postman = Postman(running.stack.gateway_urls, plan)
        self._people = [Person(number, plan) for number in range(plan.people)]
        self._killer = Killer(running, plan, self._progress)
        self._database = Database(running.database_url, Keyring([running.stack.field_keys]))
        self._given_up = 0

    async def figures(self) -> Figures:
        """Let everybody write and everything be killed, wait for quiet, and count."""
        aside = [asyncio.create_task(work()) for work in (self._post_letters, self._report)]
        aside.append(asyncio.create_task(self._postman.carry()))
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._live())
                tasks.create_task(self._killer.kill_all())
            lively = time.monotonic() - self._began
            await self._come_to_rest()
            counted = await self._count()
        finally:
            for task in aside:
                task.cancel()
            await asyncio.gather(*aside, return_exceptions=True)
            await self._database.close()
        return counted | {"minutes": lively / 60}

    async def _live(self) -> None:
        few = asyncio.Semaphore(self._plan.at_once)

        async def live(person: Person) -> None:
            async with few:
                try:
                    await person.live(self._say)
                except TimeoutError:
                    self._given_up += 1
                    self._tell(f"  {person.phone} waits for a ticket in vain")

        await asyncio.gather(*map(live, self._people))

    def _say(self, person: Person, text: str, ordered: bool) -> None:
        self._postman.bring(self._meta.people.words(text, person.phone), ordered=ordered)

    async def _post_letters(self) -> None:
        """Bring each letter that Meta took to its person, and its statuses to the gateway."""
        people = {person.phone: person for person in self._people}
        brought = 0
        while True:
            for letter in self._meta.sent[brought:]:
                brought += 1
                people[letter["to"]].gets(letter)
                self._postman.report(letter, "delivered")
            await asyncio.sleep(LOOK_SECONDS)

    def _progress(self) -> float:
        return len(self._meta.sent) / self._plan.all_messages

    async def _report(self) -> None:
        while True:
            await asyncio.sleep(TELL_SECONDS)
            kills = " ".join(f"{part} {count}" for part, count in self._killer.kills.items())
            self._tell(
                f"  {time.monotonic() - self._began:4.0f} s: "
                f"{len(self._postman.acknowledged)} of {self._plan.all_messages} taken, "
                f"{len(self._meta.sent)} letters, killed: {kills or 'none'}"
            )

    async def _come_to_rest(self) -> None:
        until = time.monotonic() + QUIET_SECONDS
        while time.monotonic() < until:
            if self._postman.is_done and not await still_open(self._database):
                return
            await asyncio.sleep(LOOK_SECONDS)

    async def _count(self) -> Figures:
        postman, sent = self._postman, self._postman.acknowledged
        return {
            "sent": len(sent),
            **await claims.outbox_figures(self._database, sent),
            "kills": sum(self._killer.kills.values()),
            **{f"kills_{part}": count for part, count in sorted(self._killer.kills.items())},
            "complaints": self._plan.people * COMPLAINTS,
            **await claims.ticket_figures(self._running.stack, self._people, COMPLAINTS),
            **await claims.wire_figures(self._database, self._meta.sent, self._people),
            "deliveries": postman.deliveries,
            "duplicates": postman.duplicates,
            "reordered": postman.reordered,
            "posts": postman.posts,
            "posts_refused": postman.refused,
        }
