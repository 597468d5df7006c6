"""Puts very many rows into a table: SQLite by one prepared statement, PostgreSQL by COPY."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Table, text

from reference_backend.database import Database

BATCH = 20_000
CACHE_KIB = 1_000_000
CHUNK = 1 << 24


def insert(database: Database, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns; batch by batch, each in its own transaction."""
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            _insert(database, table, batch)
            batch = []
    if batch:
        _insert(database, table, batch)


def settle(database: Database) -> None:
    """Let the database do at once what it would do in its own time after so many rows, and read
    the file once: a server has its records in memory, whatever else ran while they were made."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if database.engine.dialect.name == "sqlite":
            connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            with Path(str(database.engine.url.database)).open("rb") as file:
                while file.read(CHUNK):
                    pass
        else:
            connection.execute(text("VACUUM ANALYZE"))


def _insert(database: Database, table: Table, batch: list[dict[str, Any]]) -> None:
    names = list(batch[0])
    rows = _for_the_driver(database, table, names, batch)
    listed = ", ".join(f'"{name}"' for name in names)
    connection = database.engine.raw_connection()
    try:
        cursor = connection.cursor()
        if database.engine.dialect.name == "sqlite":
            marks = ", ".join("?" * len(names))
            # Rows come in no order of any index: without room every one costs a page.
            cursor.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            cursor.execute("BEGIN")
            # The names are those of our own tables.
            statement = f"INSERT INTO {table.name} ({listed}) VALUES ({marks})"  # noqa: S608
            cursor.executemany(statement, list(rows))
        else:
            with cursor.copy(f"COPY {table.name} ({listed}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        connection.commit()
    finally:
        connection.close()


def _for_the_driver(
    database: Database, table: Table, names: Sequence[str], batch: list[dict[str, Any]]
) -> Iterator[list[Any]]:
    """The values as the database's own types keep them."""
    dialect = database.engine.dialect
    makers: list[Callable[[Any], Any] | None] = [
        table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names
    ]
    for row in batch:
        yield [
            make(row[name]) if make else row[name] for name, make in zip(names, makers, strict=True)
        ]
