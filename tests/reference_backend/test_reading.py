"""Who asks for records on the event loop waits for no thread."""

import asyncio
from contextlib import ExitStack

from sqlalchemy import text
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from reference_backend.database import Database


def _one(session: Session) -> int:
    return int(session.execute(text("SELECT 1")).scalar_one())


async def test_threads_that_hold_every_connection_do_not_hold_the_event_loop(
    database: Database,
) -> None:
    """Reports and files are read in threads; a look-up would wait for a connection of theirs,
    and everybody else with it."""
    pool = database.engine.pool
    assert isinstance(pool, QueuePool)
    pool._timeout = 0  # refused at once instead of after half a minute
    with ExitStack() as threads:
        for _ in range(pool.size() + pool._max_overflow):
            held = threads.enter_context(database.reading())
            _one(held)
        found = await asyncio.gather(*(database.read(_one) for _ in range(3)))
    assert found == [1, 1, 1]
