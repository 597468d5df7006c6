"""Time: kept in UTC, told in Indian Standard Time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

IST = timezone(timedelta(hours=5, minutes=30), "IST")  # India has had no summer time since 1945


def now() -> datetime:
    """The present moment, with offset."""
    return datetime.now(UTC)


def in_india(moment: datetime) -> datetime:
    """The same moment as a clock in India shows it; a moment without offset is UTC."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(IST)
