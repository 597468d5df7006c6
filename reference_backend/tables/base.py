"""What all tables share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
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
