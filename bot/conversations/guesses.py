"""How many different numbers one address looks up.

By an account or application number anyone may learn an amount, so a stranger could try numbers
in one new conversation after another. The action server bounds one conversation; only the
gateway knows which conversations come from one address. Kept in memory: nothing is lost with it.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

WINDOW = timedelta(hours=1)
MOST_REMEMBERED = 20_000  # conversations and addresses; bounds the memory


class Guesses:
    """Counts look-ups; `most` different numbers in an hour are what one address may try."""

    def __init__(self, most: int, clock: Callable[[], datetime]) -> None:
        self._most = most
        self._clock = clock
        self._callers: OrderedDict[str, str] = OrderedDict()
        self._tried: OrderedDict[str, dict[str, datetime]] = OrderedDict()

    def heard_from(self, conversation_id: str, caller: str) -> None:
        """A conversation is carried on from this address."""
        _remember(self._callers, conversation_id, caller)

    def too_many(self, conversation_id: str) -> bool:
        """Whether the address of a conversation has tried more than people do."""
        caller = self._callers.get(conversation_id)
        if caller is None:
            return False
        start = self._clock() - WINDOW
        recent = {n: at for n, at in self._tried.get(caller, {}).items() if at > start}
        _remember(self._tried, caller, recent)
        return len(recent) >= self._most

    def note(self, conversation_id: str, known: dict[str, Any]) -> None:
        """Count what a turn looked up: `known["looked_up"]`, numbers and when each was tried."""
        caller = self._callers.get(conversation_id)
        looked_up = known.get("looked_up")
        if caller is None or not isinstance(looked_up, dict):
            return
        tried = self._tried.setdefault(caller, {})
        for number, at in looked_up.items():
            tried[str(number)] = _moment(at) or self._clock()
        _remember(self._tried, caller, tried)


def _moment(written: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _remember(kept: OrderedDict[str, Any], name: str, value: Any) -> None:
    kept[name] = value
    kept.move_to_end(name)
    if len(kept) > MOST_REMEMBERED:
        kept.popitem(last=False)
