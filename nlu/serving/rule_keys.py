"""Which rules fit a state of the dialogue is found once for each state.

Rasa compares every rule with the states of every prediction. Ours depend on nothing but intent,
form and last action, so that there are a few hundred of them, and most messages bring the same.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.rule_policy import RulePolicy

#: More than there are; bounds the memory should a domain ever put more into its states.
_MOST = 5_000

_compare = RulePolicy._get_possible_keys
_found: dict[tuple[int, str], frozenset[str]] = {}


def apply() -> None:
    """Put a memory before `RulePolicy._get_possible_keys`."""
    RulePolicy._get_possible_keys = _remembered


def _remembered(self: RulePolicy, lookup: dict[str, str], states: list[Any]) -> set[str]:
    # A lookup is part of the model, and lives as long as it.
    asked = (id(lookup), repr(states))
    if asked not in _found:
        if len(_found) >= _MOST:
            _found.clear()
        _found[asked] = frozenset(_compare(self, lookup, states))
    return set(_found[asked])
