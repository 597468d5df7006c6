"""Quiet hours: at night nobody is woken for a status."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.wording.values import INDIA


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one full hour to another on India's clock, as a rule over midnight; equal: none."""

    start: int
    end: int

    def over(self, now: datetime) -> datetime:
        """When a notice may be told that is there at `now`: at once, or when the night ends."""
        local = now.astimezone(INDIA)
        if not self._holds(local.hour):
            return now
        day = local.date() + timedelta(days=local.hour >= self.end)
        return datetime.combine(day, time(self.end), INDIA)

    def _holds(self, hour: int) -> bool:
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end
