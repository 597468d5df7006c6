"""Where a portal is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Address:
    """The root of a portal's API, and the key that it expects."""

    url: str
    key: str
