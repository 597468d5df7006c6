"""The connection to the database: sessions, prepared statements, and the turn lock."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.line import Line
from bot.store import field_keys, postgres, sqlite
from bot.store.direct_postgres import DirectPostgres
from bot.store.direct_sqlite import DirectSqlite
from bot.store.keyring import Keyring
from bot.store.migrating import migrate
from bot.store.prepared import Prepared, Row
from bot.store.pulse import Pulse
from bot.store.sealed import give_keyring
from bot.store.sqlite import READING
from bot.store.turn_locks import TurnLocks
from bot.store.work import Direct, Work

# Two gateways stay well below the 100 connections that PostgreSQL allows by default. More turns
# at once would only wait in Rasa instead of here.
MOST_QUERIES = 15
MOST_TURNS = 20
MOST_LONG_QUERIES = 3
# What may take long: a turn's lock while others go before, and what reads whole tables.
LONG_SECONDS = 120.0
LOCK_POOL_SECONDS = 60.0
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
        self._engine = self._make_engine(MOST_QUERIES, seconds, seconds)
        self._pulse = Pulse(self._engine)
        self._writing = async_sessionmaker(self._engine, expire_on_commit=False)
        # For reading alone: on SQLite it takes no lock and waits for nobody.
        reading = self._engine.execution_options(**{READING: True})
        self.session = async_sessionmaker(reading, expire_on_commit=False)
        # What reads whole tables: SQLite would hold the event loop up for as long.
        aside = self._make_engine(MOST_LONG_QUERIES, seconds, LONG_SECONDS, IN_A_THREAD)
        self._aside = aside.execution_options(**{READING: True})
        self.long_reading = async_sessionmaker(self._aside, expire_on_commit=False)
        if self._is_postgres:
            # Locks hold a connection during a turn; their own pool keeps queries from starving.
            locks = self._make_engine(MOST_TURNS, LOCK_POOL_SECONDS, LONG_SECONDS)
            self._turn_locks, self._line = TurnLocks(locks), None
            self._direct: Direct = DirectPostgres(self._engine)
            return
        self._turn_locks = TurnLocks(None)
        # SQLite has one writer at a time, and those who wait look again now and then, whoever is
        # lucky first. In a line everybody's turn comes, and a webhook is acknowledged in time.
        self._line = Line()
        reads, writes = (self._make_engine(1, seconds, seconds) for _ in range(2))
        self._direct = DirectSqlite(reads, writes, self._line)

    async def migrate(self) -> None:
        """Bring the tables up to date, and take out the key of personal fields, or make it; two
        processes may do so at once on PostgreSQL. Raises FieldKeysWrong."""
        await asyncio.to_thread(migrate, self._url, self._keyring)

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

    async def look(self, prepared: Prepared[Row], /, **values: Any) -> list[Row]:
        """What one prepared statement reads."""
        return await self._direct.look(prepared, **values)

    def work(self, *, hurried: bool = False) -> AbstractAsyncContextManager[Work]:
        """One transaction of prepared statements, as `writing` is one of a session."""
        return self._direct.work(hurried=hurried)

    def turn_of(self, conversation_id: str) -> AbstractAsyncContextManager[None]:
        """Hold a conversation for one turn, against this and every other process."""
        return self._turn_locks.of(conversation_id)

    async def close(self) -> None:
        """Give all connections back."""
        await self._direct.close()
        await self._engine.dispose()
        await self._aside.dispose()
        await self._turn_locks.close()

    def _make_engine(
        self, connections: int, waits: float, seconds: float, driver: str = sqlite.DRIVER
    ) -> AsyncEngine:
        if self._is_postgres:
            engine = postgres.engine(
                self._url, connections=connections, waits=waits, seconds=seconds
            )
        else:
            engine = sqlite.engine(self._url, driver, connections)
        give_keyring(engine.dialect, self._keyring)
        return engine
