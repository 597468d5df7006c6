"""Connections to PostgreSQL, and for how long anybody waits for one of its answers.

A server whose disk or network hangs takes statements and never answers; without a limit each
request would hold its thread until none is left.
"""

from __future__ import annotations

import math
from typing import Any, TypeVar

from psycopg import Connection, OperationalError
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL

STATEMENT_SECONDS = 15.0  # what a statement may take where nobody says otherwise
CONNECT_SECONDS = 2
# A server that still works ends a statement by itself, and the connection stays of use; only
# where it does not, our own limit gives both up.
GRACE_SECONDS = 1.0
LOOKS_EVERY_SECONDS = 0.1  # psycopg's own default: how often a wait can be interrupted

T = TypeVar("T")


class _Impatient(Connection[Any]):
    seconds: float | None = None

    def wait(
        self, gen: PQGen[T], interval: float = LOOKS_EVERY_SECONDS, timeout: float | None = None
    ) -> T:
        """Wait for the server as long as the limit allows; raises OperationalError after it."""
        try:
            return super().wait(gen, interval, timeout or self.seconds)
        except OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                # The answer is still to come, and would be read as that of the next statement.
                self.pgconn.finish()
            raise


def engine(address: URL, seconds: float | None) -> Engine:
    """Ten connections, thirty at most; SQLAlchemy's OperationalError where a statement takes more
    than `seconds`; None for as long as it takes."""
    limited = {} if seconds is None else {"options": f"-c statement_timeout={_in_ms(seconds)}"}
    made = create_engine(
        address,
        pool_size=10,
        max_overflow=20,
        pool_timeout=2,
        pool_pre_ping=True,  # a restarted PostgreSQL is noticed before a request fails on it
        connect_args={"connect_timeout": CONNECT_SECONDS, **limited},
    )

    @event.listens_for(made, "do_connect")
    def connect(_dialect: Any, _record: Any, arguments: Any, options: Any) -> _Impatient:
        connection = _Impatient.connect(*arguments, **options)
        connection.seconds = seconds and seconds + GRACE_SECONDS
        return connection

    return made


def _in_ms(seconds: float) -> int:
    return math.ceil(seconds * 1000)
