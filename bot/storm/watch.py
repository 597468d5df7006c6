"""Looks every few seconds whether a storm goes on, begins or ends."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bot.store.database import Database
from bot.store.tables import Inbound
from bot.storm import records
from bot.storm.crowd import Crowd
from bot.storm.tables import Storm

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0

#: Which of staff's words somebody reads who has none in their own language and script.
_ELSE = ("hi", "en", "hi-Latn")


class Weather:
    """The storm that goes on, as this process last saw it: turns ask without a query.

    `watch` has to run; processes learn of each other's storms within LOOK_SECONDS. Many messages
    that are answered at once are no storm; people who wait are one, whatever they wait for.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime], begins_at: int) -> None:
        self._database = database
        self._clock = clock
        self._crowd = Crowd(begins_at)
        self.storm: Storm | None = None

    @property
    def waiting(self) -> int:
        """People who waited for an answer when last looked, over all channels and processes."""
        return self._crowd.waiting

    def told(self, language: str) -> dict[str, Any] | None:
        """What the action server is told of the storm with each message: a name that changes
        with the utility's words, and those words."""
        storm = self.storm
        if storm is None:
            return None
        words = next((storm.words[one] for one in (language, *_ELSE) if storm.words.get(one)), None)
        return {"id": f"{storm.id}.{storm.edition}", "words": words}

    async def watch(self) -> None:
        """Run until cancelled."""
        while True:
            try:
                await self.look()
            except SQLAlchemyError:
                log.exception("the weather cannot be looked at")
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """See the storm that goes on; begin one where too many wait, end one that is over."""
        now = self._clock()
        self._crowd.see(await self._waiting(), now)
        self.storm = await records.lasting(self._database)
        if self.storm is None and self._crowd.stormy:
            log.warning("a storm begins: %d people wait", self.waiting)
            self.storm = await records.begin(self._database, now, None)
        elif self.storm and self.storm.begun_by is None and self._crowd.calm(now):
            if await records.end(self._database, now, None):
                log.warning("the storm is over")
            self.storm = None

    async def _waiting(self) -> int:
        open_ones = select(func.count(Inbound.conversation_id.distinct())).where(
            Inbound.status == "received"
        )
        async with self._database.session() as session:
            return int(await session.scalar(open_ones) or 0)
