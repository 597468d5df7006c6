"""What the model understands is not compared with the domain: they were trained together.

Rasa builds an empty domain for every message, to see whether ours is one, and would then only
warn.
"""

from __future__ import annotations

from typing import Any

from rasa.core.processor import MessageProcessor


def apply() -> None:
    """Replace `MessageProcessor._check_for_unseen_features`."""
    MessageProcessor._check_for_unseen_features = _nothing_unseen


def _nothing_unseen(*_: Any) -> None:
    return
