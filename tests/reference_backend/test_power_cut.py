"""A record that was acknowledged is on the disk, also on SQLite."""

import asyncio
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from reference_backend.database import Database

FULL = 2  # https://www.sqlite.org/pragma.html#pragma_synchronous


def how_far(session: Session) -> int:
    """What SQLite waits for before a commit is done."""
    return int(session.scalar(text("PRAGMA synchronous")) or 0)


def test_each_commit_reaches_the_disk_before_it_is_answered(tmp_path: Path) -> None:
    """Whoever writes: a request on the event loop, or the deadlines' clock in its thread."""
    database = Database(f"sqlite:///{tmp_path / 'backend.db'}")
    try:
        assert asyncio.run(database.write(how_far)) == FULL
        with database.writing() as session:
            assert how_far(session) == FULL
    finally:
        database.close()
