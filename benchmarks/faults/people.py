"""People on WhatsApp who chat, complain twice and wait for their ticket number."""

import asyncio
import re
from collections.abc import Callable
from typing import Any

from benchmarks.faults.plan import COMPLAINT_MESSAGES, Plan
from bot.wording import Wording
from launch import ROOT

FIRST_MOBILE = 7_300_000_000
TICKET = re.compile(r"FLT-\d{4}-\d{6}")
#: Longer than any part takes to come back, with all that waits for it.
PATIENCE_SECONDS = 240.0
#: Each has an answer of its own in whatever order it comes; none begins an errand.
CHAT = (
    "namaste",
    "helpline number batao",
    "madad",
    "bill kahan jama kar sakte hain",
    "dhanyavaad",
    "aap kaun hain",
    "bill online kaise bharein",
    "naye connection ke liye kaun se kagaz chahiye",
)
PLACES = ("barra 6", "kidwai nagar", "govind nagar", "naubasta", "jajmau", "hanspuram")
OTHER_PLACES = ("Panki", "Kalyanpur", "Sarvodaya Nagar", "Vikas Nagar", "Nawabganj")

#: What a complaint in Latin-letter Hindi is answered with.
QUESTION = Wording(ROOT / "locales").phrase("ask.contact", "hi-Latn")

#: Gives a person's words to Meta; `ordered` ones must not change places with what follows.
Say = Callable[["Person", str, bool], None]


class Person:
    """One person; `letters` are what they have been sent, in order of arrival."""

    def __init__(self, number: int, plan: Plan) -> None:
        self.mobile = str(FIRST_MOBILE + number)
        self.phone = f"91{self.mobile}"
        self.letters: list[dict[str, Any]] = []
        self.tickets: list[str] = []
        self._more = asyncio.Event()
        self._chance = plan.chance(f"person {number}")
        self._chat = plan.messages - COMPLAINT_MESSAGES

    def gets(self, letter: dict[str, Any]) -> None:
        """A letter has arrived."""
        self.letters.append(letter)
        self._more.set()

    async def live(self, say: Say) -> None:
        """Say everything. Raises TimeoutError when a complaint never gets its number."""
        lines = [self._chance.choice(CHAT) for _ in range(self._chat)]
        third = len(lines) // 3
        for line in lines[:third]:
            say(self, line, False)
        await self._complain_in_two(say)
        for line in lines[third:]:
            say(self, line, False)
        await self._complain_at_once(say)

    async def _complain_in_two(self, say: Say) -> None:
        place = self._chance.choice(PLACES)
        say(self, f"light nahi aa rahi kal raat se, {place}", True)
        await self._wait(lambda: any(QUESTION in one["text"] for one in self.letters))
        say(self, self.mobile, True)
        await self._hear_ticket()

    async def _complain_at_once(self, say: Say) -> None:
        place = self._chance.choice(OTHER_PLACES)
        say(self, f"No power in {place} since 8 am, my mobile number is {self.mobile}", True)
        await self._hear_ticket()

    async def _hear_ticket(self) -> None:
        """Wait for a number that was not told before."""
        await self._wait(lambda: bool(self._told() - set(self.tickets)))
        self.tickets += sorted(self._told() - set(self.tickets))

    def _told(self) -> set[str]:
        return {number for one in self.letters for number in TICKET.findall(one["text"])}

    async def _wait(self, happened: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not happened():
                self._more.clear()
                await self._more.wait()
