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
from bot.storm.arrivals import Arrivals
from bot.storm.tables import Storm

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0

#: Which of staff's words somebody reads who has none in their own language and script.
_ELSE = ("hi", "en", "hi-Latn")


class Weather:
    """The storm that goes on, as this process last saw it: turns ask without a query.

    `watch` has to run; processes learn of each other's storms within LOOK_SECONDS.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime], begins_at: int) -> None:
        self._database = database
        self._clock = clock
        self._arrivals = Arrivals(begins_at)
        self._last: int | None = None
        self.storm: Storm | None = None

    @property
    def per_minute(self) -> int:
        """Messages of the last minute, over all channels and processes."""
        return self._arrivals.per_minute

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
        """See the storm that goes on; begin one where too many write, end one that is over."""
        now = self._clock()
        self._arrivals.add(await self._since_last_look(), now)
        self.storm = await records.lasting(self._database)
        if self.storm is None and self._arrivals.stormy:
            log.warning("a storm begins: %d messages in a minute", self.per_minute)
            self.storm = await records.begin(self._database, now, None)
        elif self.storm and self.storm.begun_by is None and self._arrivals.calm(now):
            if await records.end(self._database, now, None):
                log.warning("the storm is over")
            self.storm = None

    async def _since_last_look(self) -> int:
        """Messages since the last look; their numbers rise, so the key alone is read."""
        newest = select(func.max(Inbound.id))
        async with self._database.session() as session:
            if self._last is None:
                self._last = await session.scalar(newest) or 0
                return 0
            query = select(func.count(), func.max(Inbound.id)).where(Inbound.id > self._last)
            count, latest = (await session.execute(query)).one()
        self._last = latest or self._last
        return int(count)
