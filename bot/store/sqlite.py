"""SQLite on the event loop: statements run where they are asked for.

A statement of a turn takes some ten microseconds, for the pages are in memory; handing it to a
thread and its rows back takes ten times that, several times a statement. Only a commit waits for
the disk, and nothing can be acknowledged before it. Whatever reads a whole table belongs on a
connection of its own (`Database.long_reading`).
"""

import asyncio
import sqlite3
import time
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.util import await_only

DRIVER = "sqlite+on_loop"
BUSY_SECONDS = 10
_LOOK_AGAIN_SECONDS = 0.01


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
        until = time.monotonic() + BUSY_SECONDS
        while not _ran(cursor, statement, parameters, until):
            # SQLite would wait as well, and the loop with it; the other may need the loop.
            await_only(asyncio.sleep(_LOOK_AGAIN_SECONDS))
        await_only(_nothing())  # SQLAlchemy takes a driver that never waits for a wrong one


def _ran(cursor: Any, statement: str, parameters: Any, until: float) -> bool:
    """Whether the statement ran; not while others write, until that takes too long."""
    try:
        cursor.execute(statement, parameters)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
            raise
        return False
    return True


async def _nothing() -> None:
    return


registry.register("sqlite.on_loop", __name__, OnLoop.__name__)
