"""The connection to the database, its migration at start, and the turn lock."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.line import Line
from bot.store import field_keys, postgres, sqlite
from bot.store.keyring import Keyring
from bot.store.pulse import Pulse
from bot.store.sealed import give_keyring

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 0x62696A6C  # any number that only this migration uses
# Two gateways stay well below the 100 connections that PostgreSQL allows by default. More turns
# at once would only wait in Rasa instead of here.
MOST_QUERIES = 15
MOST_TURNS = 20
MOST_LONG_QUERIES = 3
# What may take long: a turn's lock while others go before, and what reads whole tables.
LONG_SECONDS = 120.0
LOCK_POOL_SECONDS = 60.0
READING = "reading"  # an option of connections that write nothing
IN_A_THREAD = "sqlite+aiosqlite"


class Database:
    """Sessions on SQLite (one gateway process) or PostgreSQL (any number of them).

    `keyring`: with which personal fields are stored and read; `migrate` or `unlock` first.
    `seconds`: how long PostgreSQL may take for a statement, and for a connection.
    """

    def __init__(
        self, url: str, keyring: Keyring | None = None, seconds: float = postgres.QUERY_SECONDS
    ) -> None:
        self._url = make_url(url)
        self._keyring = keyring or Keyring()
        self._is_postgres = self._url.get_backend_name().startswith("postgres")
        if not self._is_postgres:
            self._url = self._url.update_query_dict({"timeout": str(sqlite.BUSY_SECONDS)})
        self._turn_locks = _Locks()
        self._engine = self._make_engine(MOST_QUERIES, seconds, seconds)
        self._pulse = Pulse(self._engine)
        give_keyring(self._engine.dialect, self._keyring)
        # Locks hold a connection during a turn; their own pool keeps queries from starving.
        self._lock_engine = (
            self._make_engine(MOST_TURNS, LOCK_POOL_SECONDS, LONG_SECONDS)
            if self._is_postgres
            else None
        )
        self._writing = async_sessionmaker(self._engine, expire_on_commit=False)
        # For reading alone: on SQLite it takes no lock and waits for nobody.
        reading = self._engine.execution_options(**{READING: True})
        self.session = async_sessionmaker(reading, expire_on_commit=False)
        # What reads whole tables: SQLite would hold the event loop up for as long.
        aside = self._make_engine(MOST_LONG_QUERIES, seconds, LONG_SECONDS, IN_A_THREAD)
        give_keyring(aside.dialect, self._keyring)
        self._aside = aside.execution_options(**{READING: True})
        self.long_reading = async_sessionmaker(self._aside, expire_on_commit=False)
        # SQLite has one writer at a time, and those who wait look again now and then, whoever is
        # lucky first. In a line everybody's turn comes, and a webhook is acknowledged in time.
        self._line = None if self._is_postgres else Line()

    async def migrate(self) -> None:
        """Bring the tables up to date, and take out the key of personal fields, or make it; two
        processes may do so at once on PostgreSQL. Raises FieldKeysWrong."""
        await asyncio.to_thread(self._migrate)

    async def unlock(self) -> None:
        """Take out the key of personal fields, where somebody else migrates.

        Raises FieldKeysWrong.
        """
        async with self._engine.connect() as connection:
            await connection.run_sync(field_keys.unlock, self._keyring)

    async def ping(self) -> None:
        """Raise SQLAlchemyError or TimeoutError if the database does not answer in time."""
        await self._pulse.feel()

    @asynccontextmanager
    async def writing(self, *, hurried: bool = False) -> AsyncIterator[AsyncSession]:
        """One transaction: committed at the end, rolled back on any error.

        `hurried`: somebody outside waits to hear that it is stored.
        """
        mine = self._line.turn(hurried=hurried) if self._line else nullcontext()
        async with mine, self._writing() as session, session.begin():
            yield session

    @asynccontextmanager
    async def turn_of(self, conversation_id: str) -> AsyncIterator[None]:
        """Hold a conversation for one turn, against this and every other process.

        On PostgreSQL the lock is the connection's: a process that dies lets go at once.
        """
        async with self._turn_locks.of(conversation_id):
            if self._lock_engine is None:
                yield
                return
            key = {"key": int.from_bytes(hashlib.sha256(conversation_id.encode()).digest()[:7])}
            async with self._lock_engine.connect() as connection:
                connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await connection.execute(text("SELECT pg_advisory_lock(:key)"), key)
                try:
                    yield
                finally:
                    await connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)

    async def close(self) -> None:
        """Give all connections back."""
        await self._engine.dispose()
        await self._aside.dispose()
        if self._lock_engine:
            await self._lock_engine.dispose()

    def _make_engine(
        self, connections: int, waits: float, seconds: float, driver: str = sqlite.DRIVER
    ) -> AsyncEngine:
        if self._is_postgres:
            return postgres.engine(self._url, connections=connections, waits=waits, seconds=seconds)
        _make_directory(self._url)
        # Every session ends its transaction itself; a second rollback would be one more wait.
        engine = create_async_engine(
            self._url.set(drivername=driver),
            poolclass=AsyncAdaptedQueuePool,
            pool_reset_on_return=None,
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_for_writing)
        return engine

    def _migrate(self) -> None:
        driver = postgres.DRIVER if self._is_postgres else "sqlite"
        engine = create_engine(self._url.set(drivername=driver))
        if not self._is_postgres:
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "connect", _without_references)
            event.listen(engine, "begin", _begin_for_writing)
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        try:
            with engine.connect() as connection:
                if self._is_postgres:
                    key = {"key": MIGRATION_LOCK}
                    connection.execute(text("SELECT pg_advisory_lock(:key)"), key)
                    connection.commit()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                connection.commit()
                field_keys.unlock_or_make(connection, self._keyring)
        finally:
            engine.dispose()  # an error must not keep the lock from those who try again


class _Locks:
    """One asyncio lock for each conversation that is busy now."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def of(self, name: str) -> AsyncIterator[None]:
        lock, users = self._held.get(name, (asyncio.Lock(), 0))
        self._held[name] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            lock, users = self._held.pop(name)
            if users > 1:
                self._held[name] = (lock, users - 1)


def _make_directory(url: URL) -> None:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not open transactions by itself: _begin_for_writing does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _without_references(connection: Any, _record: object) -> None:
    # SQLite changes a column by making the table anew, and would take the old one's removal for
    # that of the rows which others refer to.
    connection.execute("PRAGMA foreign_keys=OFF").close()


def _begin_for_writing(connection: Connection) -> None:
    # A transaction that starts as a reader and then writes fails at once when another wrote
    # in between; one that starts as a writer waits its turn.
    if not connection.get_execution_options().get(READING):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
