"""Takes up messages that stayed open: after an outage, after a process that died."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from bot.conversations.bell import rung
from bot.conversations.service import Conversations
from bot.conversations.turns import UNREADY
from bot.store.database import Database
from bot.store.open_messages import conversations_due, next_due

log = logging.getLogger(__name__)

AT_ONCE = 4
LONGEST_PAUSE_SECONDS = 5.0
OUTAGE_PAUSE_SECONDS = 1.0
SHORTEST_PAUSE_SECONDS = 0.5


async def answer_what_stayed_open(
    database: Database, conversations: Conversations, clock: Callable[[], datetime]
) -> None:
    """Run until cancelled. The first round takes every open message, whenever it is due:
    the process that was to answer it may be gone."""
    due: datetime | None = None
    with conversations.bell.listen(UNREADY) as ringing:
        while True:
            try:
                if await conversations.outage.has_ended():
                    due = None  # whoever was put off for later has waited long enough
                await _one_round(database, conversations, due)
                pause = await _pause(database, clock)
            except SQLAlchemyError:
                log.exception("the database does not answer")
                pause = LONGEST_PAUSE_SECONDS
            if conversations.outage.lasts:
                pause = min(pause, OUTAGE_PAUSE_SECONDS)
            await rung(ringing, pause)
            due = clock()


async def _one_round(
    database: Database, conversations: Conversations, due: datetime | None
) -> None:
    few = asyncio.Semaphore(AT_ONCE)

    async def take(conversation_id: str) -> None:
        async with few:
            await conversations.answer_open(conversation_id)

    names = await conversations_due(database, due)
    for result in await asyncio.gather(*map(take, names), return_exceptions=True):
        if isinstance(result, Exception):
            log.error("an open message could not be taken up", exc_info=result)


async def _pause(database: Database, clock: Callable[[], datetime]) -> float:
    due = await next_due(database)
    if due is None:
        return LONGEST_PAUSE_SECONDS
    seconds = (due - clock()).total_seconds()
    return min(max(seconds, SHORTEST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)
