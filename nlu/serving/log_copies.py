"""What is only logged at DEBUG is not copied first.

Rasa's processor and rule policy make deep copies of events and states as arguments of debug
lines, also when nobody reads them, and use `copy` for nothing else.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TypeVar

from rasa.core import processor
from rasa.core.policies import rule_policy

T = TypeVar("T")


def apply() -> None:
    """Give the two modules a `copy` that copies nothing."""
    for module in (processor, rule_policy):
        module.copy = SimpleNamespace(deepcopy=_as_it_is)  # type: ignore[attr-defined]


def _as_it_is(value: T) -> T:
    return value
