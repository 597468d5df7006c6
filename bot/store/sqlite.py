"""SQLite on the event loop: statements run where they are asked for.

A statement of a turn takes some ten microseconds, for the pages are in memory; handing it to a
thread and its rows back takes ten times that, several times a statement. Only a commit waits for
the disk, and nothing can be acknowledged before it. Whatever reads a whole table belongs on a
connection of its own (`Database.long_reading`).
"""

import sqlite3
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.util import await_only

DRIVER = "sqlite+on_loop"


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
        """As ever, with cursors that an AsyncEngine can use."""
        arguments, options = super().create_connect_args(url)
        return arguments, {**options, "factory": _Connection}

    def do_execute(self, cursor: Any, statement: str, parameters: Any, context: Any = None) -> None:
        """Run a statement, here and now."""
        cursor.execute(statement, parameters)
        await_only(_nothing())  # SQLAlchemy takes a driver that never waits for a wrong one


async def _nothing() -> None:
    return


registry.register("sqlite.on_loop", __name__, OnLoop.__name__)
