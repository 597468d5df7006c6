"""Connections to SQLite, which is read and written where it is asked for: on the event loop.

A statement of a request takes some ten microseconds, for the pages are in memory; handing it to a
thread and its rows back takes ten times that. Only somebody else's writing has to be waited for,
and a writer on the loop waits for that without holding the loop (`Database.write`).
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import OperationalError

BUSY_SECONDS = 10  # how long a writer waits for another one
LOOKS_EVERY_SECONDS = 0.01


def engine(address: URL, *, waits: bool = True) -> Engine:
    """Connections to the file of this address, which is made if there is none.

    One that does not wait raises OperationalError as soon as somebody else writes (`is_busy`).
    """
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    made = create_engine(address, connect_args={"timeout": BUSY_SECONDS if waits else 0})
    event.listen(made, "connect", _prepare)
    event.listen(made, "begin", _begin)
    return made


def is_busy(error: OperationalError) -> bool:
    """Whether somebody else was writing."""
    return getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, see below
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # A power cut must not take a record that somebody has a number for: each commit reaches the
    # disk before it is answered. NORMAL would be 0.1 ms cheaper and lose the last ones.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # A look-up among a million records touches pages all over the file.
    cursor.execute("PRAGMA mmap_size=1073741824")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A writer takes the lock at once: two that read first and write later would collide."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
