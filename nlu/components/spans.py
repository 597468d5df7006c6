"""A piece of a message that says something, and which piece counts where two overlap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple


class Span(NamedTuple):
    """`text[start:end]` says `value`; `detail` holds what else is known of it."""

    entity: str
    start: int
    end: int
    value: Any
    detail: dict[str, Any] | None = None

    def overlaps(self, other: Span) -> bool:
        """True if both share a character."""
        return self.start < other.end and other.start < self.end


def first_come(spans: Iterable[Span]) -> list[Span]:
    """`spans` without those that overlap an earlier one, in the order of the text."""
    kept: list[Span] = []
    for span in spans:
        if not any(span.overlaps(other) for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)
