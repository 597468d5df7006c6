"""Prepared statements on PostgreSQL: on connections of the pool, straight to the driver."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.prepared import Prepared, Row, Statements
from bot.store.work import Direct, Work, as_sqlalchemy


class _Work(Work):
    def __init__(
        self,
        statements: Statements,
        connection: AsyncConnection,
        driver: psycopg.AsyncConnection[Any],
    ) -> None:
        super().__init__(statements, connection)
        self._connection = connection
        self._driver = driver

    async def _run(self, sql: str, parameters: Any) -> list[Any]:
        try:
            cursor = await self._driver.execute(sql, parameters)
            return await cursor.fetchall() if cursor.description else []
        except psycopg.Error as error:
            raise await self._told(error, sql) from error

    async def commit(self) -> None:
        await self._flushed()
        try:
            await self._driver.commit()
        except psycopg.Error as error:
            raise await self._told(error, "COMMIT") from error

    async def end(self) -> None:
        await self._left()

    async def _told(self, error: psycopg.Error, sql: str) -> Exception:
        """The error as others know it; the pool takes no connection back that is broken."""
        if self._driver.closed:
            await self._connection.invalidate(error)
        return as_sqlalchemy(error, sql, self._connection.dialect)


class DirectPostgres(Direct):
    """`engine`: whose pool's connections are used."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._statements = Statements(engine.dialect)

    async def look(self, prepared: Prepared[Row], /, **values: Any) -> list[Row]:
        """What one statement reads."""
        async with self._connected() as work:
            return await work.rows(prepared, **values)

    @asynccontextmanager
    async def work(self, *, hurried: bool) -> AsyncIterator[Work]:
        """One transaction: committed at the end, rolled back on any error. Nobody has to hurry
        where many write at once."""
        async with self._connected() as work:
            try:
                yield work
                await work.commit()
            finally:
                await work.end()

    async def close(self) -> None:
        """Nothing is held."""

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[_Work]:
        async with self._engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert isinstance(driver, psycopg.AsyncConnection)
            yield _Work(self._statements, connection, driver)
