"""Reads JSON of other parts, which pass on what the utility or a person gave them."""

import json
from typing import Any

from bot.conversations.cleaning import without_controls

#: How every control character and half of a letter is written in JSON that is valid.
_MAY_BE_ODD = (b"\\u", b"\\b", b"\\f", b"\\r", b"\xed")


def read(content: bytes) -> Any:
    """The content, with words that every database can hold. Raises ValueError for all that is
    no JSON: also for NaN and Infinity, which Python would read, and brackets without end."""
    try:
        told = json.loads(content, parse_constant=_refuse)
        odd = any(sign in content for sign in _MAY_BE_ODD)
        return _storable(told) if odd else told
    except RecursionError as error:
        raise ValueError("too many brackets") from error


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _storable(told: Any) -> Any:
    if isinstance(told, str):
        return without_controls(told)
    if isinstance(told, list):
        return [_storable(one) for one in told]
    if isinstance(told, dict):
        return {without_controls(name): _storable(one) for name, one in told.items()}
    return told
