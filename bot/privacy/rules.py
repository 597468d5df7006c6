"""data/retention.yml: how long what is kept, and what the law wants kept."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).parent / "data" / "retention.yml"


@dataclass(frozen=True, slots=True)
class Rules:
    """`keeps`: name of what is kept → days. From `least_from` on nothing goes before it is
    `least` old, whoever wants it erased."""

    keeps: dict[str, int]
    least_from: date
    least: timedelta

    def old_at(self, name: str, now: datetime) -> datetime:
        """What is of before this moment is kept no longer."""
        return now - timedelta(days=self.keeps[name])

    def erasable_at(self, now: datetime) -> datetime:
        """What is of before this moment may be erased if its owner wants it."""
        begins = datetime.combine(self.least_from, time(), UTC)
        return now if now < begins else now - self.least


@cache
def rules() -> Rules:
    """The rules, read once."""
    found = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    law = found["law"]
    return Rules(found["keeps"], law["least_days_from"], timedelta(days=law["least_days"]))
