"""Encrypts what is stored in the clear, and anew what an older key of FIELD_KEYS has sealed.

It looks at what stands in the database itself, so it can be ended at any moment and begun again;
a row that somebody changes meanwhile is left to them, who seal with the first key anyhow.
"""

import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    Text,
    and_,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)

from bot.store.keyring import HIDDEN, Keyring
from bot.store.sealed import HiddenText, SealedJson, SealedText
from bot.store.tables import Base

BOT = Path(__file__).parents[1]
ROWS_AT_ONCE = 200

Place = tuple[Any, ...]
"""The primary key of a row, as it is stored."""


def encrypted_tables() -> list[tuple[Table, list[Column[Any]]]]:
    """Each table of the gateway that has encrypted columns, and those columns."""
    for path in sorted(BOT.rglob("tables.py")):
        importlib.import_module(".".join(path.with_suffix("").relative_to(BOT.parent).parts))
    kinds = (SealedText, SealedJson, HiddenText)
    found = [
        (table, [column for column in table.columns if isinstance(column.type, kinds)])
        for table in Base.metadata.sorted_tables
    ]
    return [(table, columns) for table, columns in found if columns]


def reseal(
    connection: Connection,
    keyring: Keyring,
    table: Table,
    columns: Sequence[Column[Any]],
    after: Place | None,
) -> tuple[int, Place | None]:
    """Bring the next rows behind `after` to the first key, in the caller's transaction.

    Returns how many were changed, and the last one looked at: None when there are no more.
    """
    rows = connection.execute(_next(keyring, table, columns, after)).all()
    changed = sum(_change(connection, keyring, table, columns, row) for row in rows)
    place = tuple(rows[-1][: len(table.primary_key)]) if rows else None
    return changed, place


def _next(
    keyring: Keyring, table: Table, columns: Sequence[Column[Any]], after: Place | None
) -> Select[Any]:
    key = [_stored(column) for column in table.primary_key]
    query = select(*key, *map(_stored, columns)).order_by(*key).limit(ROWS_AT_ONCE)
    query = query.where(or_(*(_is_old(keyring, column) for column in columns)))
    return query if after is None else query.where(tuple_(*key) > tuple_(*map(literal, after)))


def _is_old(keyring: Keyring, column: Column[Any]) -> ColumnElement[bool]:
    mark = HIDDEN if isinstance(column.type, HiddenText) else keyring.mark
    return and_(column.is_not(None), _stored(column).not_like(f"{mark}%"))


def _change(
    connection: Connection,
    keyring: Keyring,
    table: Table,
    columns: Sequence[Column[Any]],
    row: Row[Any],
) -> int:
    key = table.primary_key.columns
    unchanged = [_stored(column) == value for column, value in zip(key, row, strict=False)]
    values = {}
    for column, value in zip(columns, row[len(key) :], strict=True):
        if value is not None:
            unchanged.append(_stored(column) == value)
            values[column.name] = literal(_anew(keyring, column, value), Text)
    return connection.execute(update(table).where(*unchanged).values(values)).rowcount


def _anew(keyring: Keyring, column: Column[Any], stored: str) -> str:
    if isinstance(column.type, HiddenText):
        return stored if stored.startswith(HIDDEN) else keyring.hide(stored)
    return stored if stored.startswith(keyring.mark) else keyring.seal(keyring.unseal(stored))


def _stored(column: Column[Any]) -> ColumnElement[Any]:
    """What stands in the database, not what it means."""
    encrypted = isinstance(column.type, SealedText | SealedJson | HiddenText)
    return type_coerce(column, Text) if encrypted else column


def every_row(connection: Connection, keyring: Keyring) -> Iterator[int]:
    """Reseal everything; after each batch, with its number of rows, the caller commits."""
    for table, columns in encrypted_tables():
        after: Place | None = None
        while True:
            changed, after = reseal(connection, keyring, table, columns, after)
            if after is None:
                break
            yield changed
