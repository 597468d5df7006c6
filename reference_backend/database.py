"""The connection to the records: SQLite by default, PostgreSQL by address."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from reference_backend import postgres, sqlite

T = TypeVar("T")
_MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """Sessions on the records.

    `url` is a SQLAlchemy address (sqlite:///… or postgresql+psycopg://…), `seconds` what
    PostgreSQL may take for a statement.
    """

    def __init__(self, url: str, seconds: float = postgres.STATEMENT_SECONDS) -> None:
        self._url = url
        self.engine = _engine(url, seconds)
        self._writing = self.engine.execution_options(writes=True)
        self._hurried: Engine | None = None
        if self.engine.dialect.name == "sqlite":
            self._hurried = sqlite.engine(make_url(url), waits=False)

    async def read(self, work: Callable[[Session], T]) -> T:
        """What `work` finds; it changes nothing, and reads no more than a request may wait for."""
        if self._hurried is None:
            return await run_in_threadpool(self._read, self.engine, work)
        # Not among the connections that threads hold: with none left the event loop would wait.
        return self._read(self._hurried, work)

    async def write(self, work: Callable[[Session], T]) -> T:
        """Do `work` in one transaction: everything in it is kept, or nothing.

        It may be begun again where somebody else was writing, and then has changed nothing.
        """
        if self._hurried is None:
            return await run_in_threadpool(self._write, self._writing, work)
        hurried = self._hurried.execution_options(writes=True)
        until = time.monotonic() + sqlite.BUSY_SECONDS
        while True:
            try:
                return self._write(hurried, work)
            except OperationalError as error:
                if not sqlite.is_busy(error) or time.monotonic() > until:
                    raise
            await asyncio.sleep(sqlite.LOOKS_EVERY_SECONDS)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that changes nothing, for what waits in a thread."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction for what waits in a thread: everything in it is kept, or nothing."""
        with Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    def migrate(self) -> None:
        """Bring the tables to the newest shape; safe when two processes start together."""
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        # It writes whole tables anew, and waits for another process's: that takes what it takes.
        patient = _engine(self._url, seconds=None)
        try:
            with patient.execution_options(writes=True).begin() as connection:
                wait_for(connection, "migration")
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        finally:
            patient.dispose()

    def ping(self) -> None:
        """Raise SQLAlchemy's OperationalError when the records cannot be reached."""
        with self.engine.connect() as connection:
            connection.execute(text("SELECT 1 FROM tickets WHERE number = ''"))

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
        if self._hurried is not None:
            self._hurried.dispose()

    def _read(self, engine: Engine, work: Callable[[Session], T]) -> T:
        with Session(engine, expire_on_commit=False) as session:
            return work(session)

    def _write(self, engine: Engine, work: Callable[[Session], T]) -> T:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            return work(session)


def wait_for(records: Session | Connection, *matters: str) -> None:
    """Let one transaction at a time deal with each of these matters.

    SQLite lets one writer in at a time anyway; PostgreSQL is asked to, in sorted order so that
    no two transactions wait for each other.
    """
    bind = records.get_bind() if isinstance(records, Session) else records
    if bind.dialect.name != "postgresql":
        return
    for matter in sorted(matters):
        digest = hashlib.sha256(matter.encode()).digest()
        lock = int.from_bytes(digest[:8], "big", signed=True)
        records.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


def _engine(url: str, seconds: float | None) -> Engine:
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return sqlite.engine(address)
    return postgres.engine(address, seconds)
