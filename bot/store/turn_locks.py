"""A conversation has one turn at a time, whichever process takes it."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine


class TurnLocks:
    """`engine`: of PostgreSQL, where other processes may want the same conversation. Its
    connections are held during turns."""

    def __init__(self, engine: AsyncEngine | None) -> None:
        self._engine = engine
        self._here = _Locks()

    @asynccontextmanager
    async def of(self, conversation_id: str) -> AsyncIterator[None]:
        """Hold a conversation for one turn.

        On PostgreSQL the lock is the connection's: a process that dies lets go at once.
        """
        async with self._here.of(conversation_id):
            if self._engine is None:
                yield
                return
            key = {"key": int.from_bytes(hashlib.sha256(conversation_id.encode()).digest()[:7])}
            async with self._engine.connect() as connection:
                connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
                await connection.execute(text("SELECT pg_advisory_lock(:key)"), key)
                try:
                    yield
                finally:
                    await connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)

    async def close(self) -> None:
        """Give all connections back."""
        if self._engine:
            await self._engine.dispose()


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
