"""Whether a database answers, asked again and again by whoever watches over the gateway."""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

SECONDS = 2.0  # probes wait three (docker-compose.yml, ops/kubernetes)


class Pulse:
    """One question at a time: those who ask meanwhile wait for the same answer."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._asking: asyncio.Task[None] | None = None

    async def feel(self) -> None:
        """Return if the database answers in time. Raises SQLAlchemyError or TimeoutError."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        # Shielded: to take a question back, psycopg asks the silent server as well.
        async with asyncio.timeout(SECONDS):
            await asyncio.shield(self._asking)

    async def _ask(self) -> None:
        async with self._engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
