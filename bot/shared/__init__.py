"""What gateway processes tell each other by way of Redis: hints, whose loss costs only speed."""

from bot.shared.link import Link

__all__ = ["Link"]
