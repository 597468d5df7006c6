"""What makes a number given out unique, and a repeated request the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from reference_backend.tables.base import Base


class Series(Base):
    """The last number given out under a prefix in a year."""

    __tablename__ = "series"

    prefix: Mapped[str] = mapped_column(String(4), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]


class KeptAnswer(Base):
    """What a POST with this Idempotency-Key was answered, so that a repeat hears the same."""

    __tablename__ = "kept_answers"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    request_digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    answer: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
