"""Prepared statements on SQLite: on two connections that are held, one to read, one to write.

Nothing waits for anything here but a commit for the disk, so a look is over before anybody else
has the event loop, and one connection serves all. Writers come one after the other.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.line import Line
from bot.store.prepared import Prepared, Row, Statements
from bot.store.sqlite import READING, when_free
from bot.store.work import Direct, Work, as_sqlalchemy


class _Work(Work):
    def __init__(self, held: "_Held", connection: sqlite3.Connection) -> None:
        super().__init__(held.statements, held.begun)
        self._held = held
        self._connection = connection

    async def _run(self, sql: str, parameters: Any) -> list[Any]:
        return await self._held.run(self._connection, sql, parameters)

    async def begin(self) -> None:
        await self._run("BEGIN IMMEDIATE", ())

    async def commit(self) -> None:
        await self._flushed()
        if self._connection.in_transaction:
            await self._run("COMMIT", ())

    async def end(self) -> None:
        if self._connection.in_transaction:
            self._connection.rollback()
        await self._left()


class _Held:
    """One connection, opened when it is first wanted; `engine` has no other."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        # For sessions in a transaction that is begun already: they do not have to.
        self.begun = engine.execution_options(**{READING: True})
        self.statements = Statements(engine.dialect)
        self._connection: sqlite3.Connection | None = None

    async def connection(self) -> sqlite3.Connection:
        if self._connection is None:
            async with self.engine.connect() as connection:
                opened = (await connection.get_raw_connection()).driver_connection
            assert isinstance(opened, sqlite3.Connection)
            self._connection = opened
        return self._connection

    async def run(self, connection: sqlite3.Connection, sql: str, parameters: Any) -> list[Any]:
        try:
            cursor = await when_free(lambda: connection.execute(sql, parameters))
            return cursor.fetchall()
        except sqlite3.Error as error:
            raise as_sqlalchemy(error, sql, self.engine.dialect) from error


class DirectSqlite(Direct):
    """`reads` and `writes`: engines of one connection each; `line`: of all who write here."""

    def __init__(self, reads: AsyncEngine, writes: AsyncEngine, line: Line) -> None:
        self._reads, self._writes = _Held(reads), _Held(writes)
        self._line = line

    async def look(self, prepared: Prepared[Row], /, **values: Any) -> list[Row]:
        """What one statement reads, as it was before a transaction that is still open."""
        held, connection = self._writes, await self._writes.connection()
        # What the connection that wrote last has written is in its memory; another one reads its
        # pages anew after each commit: 25 µs instead of 10.
        if connection.in_transaction:
            held, connection = self._reads, await self._reads.connection()
        compiled = held.statements.compiled(prepared)
        return compiled.read(await held.run(connection, compiled.sql, compiled.bound(values)))

    @asynccontextmanager
    async def work(self, *, hurried: bool) -> AsyncIterator[Work]:
        """One transaction: committed at the end, rolled back on any error."""
        async with self._line.turn(hurried=hurried):
            work = _Work(self._writes, await self._writes.connection())
            try:
                await work.begin()
                yield work
                await work.commit()
            finally:
                await work.end()

    async def close(self) -> None:
        """Give the connections back."""
        await self._reads.engine.dispose()
        await self._writes.engine.dispose()
