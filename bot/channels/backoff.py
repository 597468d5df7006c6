"""How long to wait before something that failed is tried again."""

from datetime import timedelta
from secrets import SystemRandom

_random = SystemRandom()


def backoff(tries: int, first: float, longest: float) -> timedelta:
    """The pause after so many tries, in between `first` and one and a half times `longest`
    seconds: it doubles, and up to half of it is left to chance, so that not all come back in
    the same moment."""
    seconds = min(first * 2 ** min(max(tries - 1, 0), 20), longest)
    return timedelta(seconds=seconds * (1 + _random.random() / 2))
