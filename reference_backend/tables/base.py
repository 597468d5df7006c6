"""What all tables share."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeAlias, cast

from sqlalchemy import JSON, Row, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from reference_backend.columns import Moment


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: Moment,
        dict[str, Any]: JSON,
        list[dict[str, Any]]: JSON,
        list[str]: JSON,
    }


#: A record as plain values under the names of its columns: it is told, and not changed.
Stated: TypeAlias = Row[Any]


def table_of(record: type[Base]) -> Table:
    """The table of these records, for statements that give and take plain rows: that costs a
    fifth of what it costs to have SQLAlchemy watch each record for changes."""
    return cast(Table, record.__table__)


class Located:
    """Where something lies: what was said, and what the geography made of it.

    `place` identifies the locality however it was spelled; `block` is its number (Barra 6).
    """

    locality: Mapped[str | None] = mapped_column(String(200))
    place: Mapped[str | None] = mapped_column(String(200))
    block: Mapped[str | None] = mapped_column(String(8))
    utility: Mapped[str] = mapped_column(String(20))
    division: Mapped[str | None] = mapped_column(String(80))
    circle: Mapped[str | None] = mapped_column(String(80))
    area: Mapped[str | None] = mapped_column(String(10))
