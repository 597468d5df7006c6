"""How long to wait after a letter did not go out."""

from datetime import timedelta
from secrets import SystemRandom

# WhatsApp takes about one message to a person in six seconds once its burst is used up.
FIRST_SECONDS = 6.0
LONGEST_SECONDS = 900.0
MOST_TRIES = 20  # about four hours
# A status tells within this time whether a letter went out to which no answer came.
UNSURE = timedelta(seconds=20)
ACCOUNT_SECONDS = 300.0

_random = SystemRandom()


def pause_after(tries: int, first: float | None = None) -> timedelta:
    """The pause after so many tries: it doubles, and up to half of it is left to chance, so
    that not all letters come back in the same moment."""
    seconds = FIRST_SECONDS if first is None else first
    seconds = min(seconds * 2 ** min(max(tries - 1, 0), 20), LONGEST_SECONDS)
    return timedelta(seconds=seconds * (1 + _random.random() / 2))
