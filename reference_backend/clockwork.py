"""What the backend does by itself while it runs: its clock, and the notices it sends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from reference_backend import deadlines, outbox
from reference_backend.clock import now
from reference_backend.database import Database
from reference_backend.portals.courier import Courier
from reference_backend.sending import Sender

log = logging.getLogger(__name__)

_PAUSE_SECONDS = 1.0
_AFTER_FAILURE_SECONDS = 5.0


async def keep_time(database: Database) -> None:
    """Do with tickets what is due, until cancelled."""

    def due() -> int:
        moment = now()
        first = deadlines.next_moment(database)
        return deadlines.tick(database, moment) if first and first <= moment else 0

    await _again_and_again(lambda: run_in_threadpool(due))


async def send_notices(sender: Sender) -> None:
    """Send what waits, until cancelled."""
    try:
        await _again_and_again(sender.send_due)
    finally:
        await sender.close()


async def hand_over_applications(courier: Courier) -> None:
    """Bring applications to their portals, until cancelled."""
    try:
        await _again_and_again(courier.hand_over_due)
    finally:
        await courier.close()


async def forget_notices(database: Database) -> None:
    """Without a gateway nothing piles up."""

    async def forget() -> int:
        if await run_in_threadpool(outbox.is_due, database, now()):
            await run_in_threadpool(outbox.forget_all, database)
        return 0

    await _again_and_again(forget)


async def _again_and_again(work: Callable[[], Awaitable[int]]) -> None:
    """Without a pause while there is something to do; a failure is logged and outlived."""
    while True:
        try:
            done = await work()
        except SQLAlchemyError as error:
            log.error("the database does not answer: %s", type(error).__name__)
            await asyncio.sleep(_AFTER_FAILURE_SECONDS)
        except Exception:
            log.exception("the clockwork stumbled")
            await asyncio.sleep(_AFTER_FAILURE_SECONDS)
        else:
            if not done:
                await asyncio.sleep(_PAUSE_SECONDS)
