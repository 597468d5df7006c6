"""Erases what somebody wants erased: what can go at once goes at once, the rest as soon as it may.

What the wish is about is taken out in the transaction that stores it; words, files and letters
follow in batches. A request that waits for the utility's system is still delivered, a file still
brought to its ticket, an SMS on its way still sent: then they go as well. Tickets and
applications stay at the utility, which has to keep them; so does the record of what staff did.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.attachments.files import Files
from bot.conversations.bell import Bell, rung
from bot.privacy import persons
from bot.privacy.remains import Remains
from bot.privacy.tables import TO_ERASE, Erasure
from bot.staff import audit
from bot.store.database import Database
from bot.store.tables import Entry

log = logging.getLogger(__name__)

LOOK_AGAIN_SECONDS = 30.0
AT_ONCE = 20


class Eraser:
    """Takes up what is to be erased until nothing of it is left; also after a crash."""

    def __init__(
        self, database: Database, files: Files, bell: Bell, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._remains = Remains(database, files, clock)
        self._bell = bell
        self._clock = clock

    async def erase(self) -> None:
        """Run until cancelled."""
        with self._bell.listen(TO_ERASE) as ringing:
            while True:
                try:
                    await self.once()
                except Exception:
                    log.exception("what people want erased cannot be erased now")
                await rung(ringing, LOOK_AGAIN_SECONDS)

    async def once(self) -> None:
        """Look once at everything that is to be erased."""
        last = 0
        while batch := await self._open_after(last):
            for erasure in batch:
                await self._go_on(erasure)
            last = batch[-1].id

    async def _open_after(self, last: int) -> Sequence[Erasure]:
        query = (
            select(Erasure)
            .where(Erasure.done_at.is_(None), Erasure.id > last)
            .order_by(Erasure.id)
            .limit(AT_ONCE)
        )
        async with self._database.session() as session:
            return (await session.scalars(query)).all()

    async def _go_on(self, erasure: Erasure) -> None:
        waits_for = await self._remains.erase(erasure)
        if waits_for and waits_for == erasure.waits_for:
            return
        now = self._clock()
        async with self._database.writing() as session:
            current = await session.get_one(Erasure, erasure.id, with_for_update=True)
            current.waits_for = waits_for
            if waits_for or current.done_at:
                return
            await self._end(session, current, now)

    async def _end(self, session: AsyncSession, erasure: Erasure, now: datetime) -> None:
        went_on = select(func.count()).where(
            Entry.conversation_id == erasure.conversation_id,
            Entry.id > erasure.upto,
            Entry.author == "consumer",
        )
        if not await session.scalar(went_on):
            await persons.forget_address(session, [erasure.conversation_id])
        erasure.done_at, erasure.numbers = now, []
        audit.note(
            session, erasure.staff_id, "erased", now, f"conversation:{erasure.conversation_id}"
        )
        log.info("erasure %d is done", erasure.id)
