"""Prepared statements on the driver's own connection: single looks, and whole transactions."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, cast

from sqlalchemy import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from bot.store.prepared import Prepared, Row, Statements


class Work(ABC):
    """One transaction. Errors are SQLAlchemy's, as those of a session."""

    def __init__(self, statements: Statements, whose: AsyncConnection | AsyncEngine) -> None:
        self._statements = statements
        self._whose = whose
        self._session: AsyncSession | None = None

    async def rows(self, prepared: Prepared[Row], /, **values: Any) -> list[Row]:
        """Run a statement; its rows, none where it returns nothing."""
        compiled = self._statements.compiled(prepared)
        return compiled.read(await self._run(compiled.sql, compiled.bound(values)))

    async def first(self, prepared: Prepared[Row], /, **values: Any) -> Row | None:
        """Run a statement; its first row, if there is any."""
        rows = await self.rows(prepared, **values)
        return rows[0] if rows else None

    @asynccontextmanager
    async def orm(self) -> AsyncIterator[AsyncSession]:
        """A session in this same transaction, for what few turns do; flushed at the end."""
        if self._session is None:
            self._session = AsyncSession(self._whose, expire_on_commit=False)
        yield self._session
        await self._session.flush()

    async def _flushed(self) -> None:
        """End what a session has of the transaction; the driver's own part ends with it."""
        if self._session is not None:
            await self._session.commit()

    async def _left(self) -> None:
        if self._session is not None:
            await self._session.close()

    @abstractmethod
    async def _run(self, sql: str, parameters: Any) -> list[Any]:
        """Run a statement on the driver's connection."""


class Direct(ABC):
    """Runs the prepared statements of one database."""

    @abstractmethod
    async def look(self, prepared: Prepared[Row], /, **values: Any) -> list[Row]:
        """What one statement reads."""

    @abstractmethod
    def work(self, *, hurried: bool) -> AbstractAsyncContextManager[Work]:
        """One transaction: committed at the end, rolled back on any error."""

    @abstractmethod
    async def close(self) -> None:
        """Give back what is held."""


def as_sqlalchemy(error: Exception, sql: str, dialect: Dialect) -> Exception:
    """A driver's error as SQLAlchemy raises it, without the parameters, which are people's."""
    known = dialect.loaded_dbapi.Error
    told = DBAPIError.instance(sql, None, error, known, hide_parameters=True, dialect=dialect)
    return cast(Exception, told)
