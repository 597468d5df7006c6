"""How far a bubble got that went in several parts."""

from collections.abc import Iterable, Sequence


def least(parts: Iterable[tuple[int, str]], order: Sequence[str]) -> dict[int, str]:
    """For each bubble (number, status of a part) the status that stands first in `order`."""
    got: dict[int, str] = {}
    for entry, status in parts:
        got[entry] = min(got.get(entry, status), status, key=order.index)
    return got
