"""Stops asking a part of the backend that does not answer, and tries it again after a rest.

A storm brings both: thousands of people who write, and a backend that is down. Without this
each of them would wait the whole timeout for an answer that is known already.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from backend_client.errors import BackendUnreachable
from backend_client.metrics import RESTING

#: Failures in a row after which a part is left alone.
FAILURES = 3
#: For how long, in seconds; then one call tries, and the others go on resting until it answers.
#: Short, because nobody should be told of a failure that is over.
REST_SECONDS = 2.0


@dataclass
class _Part:
    failures: int = 0
    rests_until: float = 0.0


class Breaker:
    """Counts failures for each part by itself: tickets are taken while the billing server is
    down. `clock` counts seconds and never goes backwards."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._parts: dict[str, _Part] = {}

    @contextmanager
    def guarding(self, name: str) -> Iterator[None]:
        """Around one call to the part `name`; only BackendUnreachable counts as a failure.

        Raises BackendUnreachable at once while the part rests.
        """
        part = self._parts.setdefault(name, _Part())
        self._let_through(part, name)
        try:
            yield
        except BackendUnreachable:
            part.failures += 1
            part.rests_until = self._clock() + REST_SECONDS
            RESTING.labels(name).set(part.failures >= FAILURES)
            raise
        except Exception:
            self._answered(part, name)  # though not what was hoped for
            raise
        self._answered(part, name)

    @staticmethod
    def _answered(part: _Part, name: str) -> None:
        if part.failures:
            part.failures = 0
            RESTING.labels(name).set(0)

    def _let_through(self, part: _Part, name: str) -> None:
        if part.failures < FAILURES:
            return
        now = self._clock()
        if now < part.rests_until:
            raise BackendUnreachable(f"{name}: left alone after {part.failures} failures")
        # This call tries; should it be cancelled, the next one tries after another rest.
        part.rests_until = now + REST_SECONDS
