"""The people of a run on WhatsApp, the postman between them and the gateways, what became of it."""

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Self

from benchmarks.faults import claims
from benchmarks.faults.claims import Figures
from benchmarks.faults.people import Person
from benchmarks.faults.plan import COMPLAINTS, Plan
from benchmarks.faults.postman import Postman
from benchmarks.faults.product import Product
from benchmarks.faults.quiet import still_open
from bot.store.database import Database
from bot.store.keyring import Keyring
from tests.fakes.whatsapp import FakeWhatsApp

LOOK_SECONDS = 0.2
#: After the last fault everything has to be done within this time, or it counts as lost.
QUIET_SECONDS = 180.0


class Town:
    """While it is entered, letters and messages are brought; `people` write when they `live`."""

    def __init__(
        self, plan: Plan, running: Product, meta: FakeWhatsApp, tell: Callable[[str], None]
    ) -> None:
        self.people = [Person(number, plan) for number in range(plan.people)]
        self._plan = plan
        self._running = running
        self._meta = meta
        self._tell = tell
        self._postman = Postman(running.stack.gateway_urls, plan)
        self._database = Database(running.database_url, Keyring([running.stack.field_keys]))

    async def __aenter__(self) -> Self:
        await self._database.unlock()
        work = (self._post_letters(), self._postman.carry())
        self._tasks = [asyncio.create_task(one) for one in work]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._database.close()

    @property
    def progress(self) -> str:
        """How far everybody has come, in words."""
        taken, all_messages = len(self._postman.acknowledged), self._plan.all_messages
        return f"{taken} of {all_messages} taken, {len(self._meta.sent)} letters"

    async def live(self, people: Iterable[Person]) -> None:
        """Let these people say everything, a few at once; who waits in vain is told."""
        few = asyncio.Semaphore(self._plan.at_once)

        async def live(person: Person) -> None:
            async with few:
                try:
                    await person.live(self._say)
                except TimeoutError:
                    self._tell(f"  {person.phone} waits for a ticket in vain")

        await asyncio.gather(*map(live, people))

    async def comes_to_rest(self) -> None:
        """Wait until everything is done that can be, but not for ever."""
        until = time.monotonic() + QUIET_SECONDS
        while time.monotonic() < until:
            if self._postman.is_done and not await still_open(self._database):
                return
            await asyncio.sleep(LOOK_SECONDS)

    async def figures(self) -> Figures:
        """What the claims say of everybody together."""
        postman, sent = self._postman, self._postman.acknowledged
        return {
            "sent": len(sent),
            **await claims.outbox_figures(self._database, sent),
            "complaints": self._plan.people * COMPLAINTS,
            **await claims.ticket_figures(self._running.stack, self.people, COMPLAINTS),
            **await claims.wire_figures(self._database, self._meta.sent, self.people),
            "deliveries": postman.deliveries,
            "duplicates": postman.duplicates,
            "reordered": postman.reordered,
            "posts": postman.posts,
            "posts_refused": postman.refused,
        }

    def _say(self, person: Person, text: str, ordered: bool) -> None:
        self._postman.bring(self._meta.people.words(text, person.phone), ordered=ordered)

    async def _post_letters(self) -> None:
        """Bring each letter that Meta took to its person, and its statuses to the gateway."""
        people = {person.phone: person for person in self.people}
        brought = 0
        while True:
            for letter in self._meta.sent[brought:]:
                brought += 1
                people[letter["to"]].gets(letter)
                self._postman.report(letter, "delivered")
            await asyncio.sleep(LOOK_SECONDS)
