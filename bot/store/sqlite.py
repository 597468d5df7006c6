"""SQLite on the event loop: statements run where they are asked for.

A statement of a turn takes some ten microseconds, for the pages are in memory; handing it to a
thread and its rows back takes ten times that, several times a statement. Only a commit waits for
the disk, and nothing can be acknowledged before it. Whatever reads a whole table belongs on a
connection of its own (`Database.long_reading`).
"""

import asyncio
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool, StaticPool
from sqlalchemy.util import await_only

DRIVER = "sqlite+on_loop"
READING = "reading"  # an option of connections that write nothing, or begin by themselves
BUSY_SECONDS = 10
_LOOK_AGAIN_SECONDS = 0.01

Ran = TypeVar("Ran")


class _Cursor(sqlite3.Cursor):
    async def _async_soft_close(self) -> None:
        """SQLAlchemy asks every asynchronous driver's cursor to let go of what it need not keep;
        this one has nothing to let go."""


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)


class OnLoop(SQLiteDialect_pysqlite):
    """Python's own driver for an AsyncEngine; its connections live on one event loop."""

    driver = "on_loop"
    is_async = True
    supports_statement_cache = True

    def create_connect_args(self, url: URL) -> Any:
        """As ever, with cursors that an AsyncEngine can use, and without waiting for a lock."""
        arguments, options = super().create_connect_args(url)
        return arguments, {**options, "factory": _Connection, "timeout": 0}

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """Run a statement, here and now; who writes while somebody else does looks again."""
        # Also where nobody has to wait: SQLAlchemy takes a driver that never does for a wrong one.
        await_only(when_free(lambda: cursor.execute(statement, parameters)))


def engine(url: URL, driver: str, connections: int) -> AsyncEngine:
    """At most so many connections to one file; a single one stays open."""
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    # Every session ends its transaction itself; a second rollback would be one more wait.
    engine = create_async_engine(
        url.set(drivername=driver),
        poolclass=StaticPool if connections == 1 else AsyncAdaptedQueuePool,
        pool_reset_on_return=None,
    )
    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", begin_for_writing)
    return engine


def prepare(connection: Any, _record: object) -> None:
    """As every connection has to be. The driver must not open transactions by itself:
    `begin_for_writing` does it."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def begin_for_writing(connection: Connection) -> None:
    """A transaction that starts as a reader and then writes fails at once when another wrote in
    between; one that starts as a writer waits its turn."""
    if not connection.get_execution_options().get(READING):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


async def when_free(run: Callable[[], Ran]) -> Ran:
    """What `run` gives, as soon as nobody else writes. Raises OperationalError where that takes
    too long."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return run()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        # SQLite would wait as well, and the loop with it; the other may need the loop.
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)


registry.register("sqlite.on_loop", __name__, OnLoop.__name__)
