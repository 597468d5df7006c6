"""How moments and money are kept: UTC, and whole paise."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, DateTime, Dialect
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the offset, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """UTC goes in."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """UTC comes out."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Rupees(TypeDecorator[int | float]):
    """An amount in rupees, kept as whole paise so that nothing is rounded away."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: float | None, _dialect: Dialect) -> int | None:
        """Rupees to paise."""
        return None if value is None else round(Decimal(str(value)) * 100)

    def process_result_value(self, value: int | None, _dialect: Dialect) -> int | float | None:
        """Paise to rupees; a whole number where there are no paise."""
        if value is None:
            return None
        return value // 100 if value % 100 == 0 else value / 100
