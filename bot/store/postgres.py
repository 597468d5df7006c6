"""Connections to PostgreSQL, and for how long anybody waits for one of its answers.

A server that is down refuses. One whose disk or network hangs takes connections and statements
and never answers; without a limit whoever writes would wait with it and hear nothing.
"""

import math
from typing import Any, TypeVar

from psycopg import AsyncConnection, OperationalError
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

DRIVER = "postgresql+psycopg"
QUERY_SECONDS = 8.0  # what a statement may take where nobody says otherwise
SHORTEST_CONNECT_SECONDS = 2  # libpq takes less for so much
# A server that still works ends a statement by itself, and the connection stays of use; only
# where it does not, our own limit gives both up.
GRACE_SECONDS = 1.0
# The server lets go of what a machine held that vanished, a conversation's lock among it, within
# half a minute. By its defaults it would take two hours.
NOTICES_GONE = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=4"
LOOKS_EVERY_SECONDS = 0.1  # psycopg's own default: how often a wait can be interrupted

T = TypeVar("T")


class _Impatient(AsyncConnection[Any]):
    seconds: float | None = None

    async def wait(
        self,
        gen: PQGen[T],
        interval: float = LOOKS_EVERY_SECONDS,
        timeout: float | None = None,  # noqa: ASYNC109 (psycopg's own parameter)
    ) -> T:
        """Wait for the server as long as the limit allows; raises OperationalError after it."""
        try:
            return await super().wait(gen, interval, timeout or self.seconds)
        except OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                # The answer is still to come, and would be read as that of the next statement.
                self.pgconn.finish()
            raise


def engine(url: URL, *, connections: int, waits: float, seconds: float) -> AsyncEngine:
    """`connections` to one database, for one of which is waited `waits` seconds; opening one and
    each statement may take `seconds`, then SQLAlchemy's OperationalError is raised."""

    async def opened(*arguments: Any, **options: Any) -> _Impatient:
        connection = await _Impatient.connect(*arguments, **options)
        connection.seconds = seconds + GRACE_SECONDS
        return connection

    return create_async_engine(
        url.set(drivername=DRIVER),
        pool_size=connections,
        max_overflow=0,
        pool_timeout=waits,
        pool_pre_ping=True,
        connect_args={
            "async_creator_fn": opened,
            "connect_timeout": max(SHORTEST_CONNECT_SECONDS, math.ceil(seconds)),
            "options": f"-c statement_timeout={math.ceil(seconds * 1000)} {NOTICES_GONE}",
        },
    )
