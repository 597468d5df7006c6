"""The connection to the records: SQLite by default, PostgreSQL by address."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import Session

from reference_backend import postgres

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

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that changes nothing."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: everything in it is kept, or nothing."""
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
        if address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(address, connect_args={"timeout": 10})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return postgres.engine(address, seconds)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we begin transactions ourselves, see below
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # A look-up among a million records touches pages all over the file.
    cursor.execute("PRAGMA mmap_size=1073741824")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: two that read first and write later would collide."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
