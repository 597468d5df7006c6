"""Asks the parts whether they can take work."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

import httpx

from launch.errors import NotReady
from launch.parts import Part

READY_PATH = "/health/ready"
ASK_SECONDS = 2.0
REMIND_SECONDS = 15.0


class Readiness:
    """Which of the parts are still to become ready; `poll` until `waiting` is empty."""

    def __init__(
        self, parts: Iterable[Part], *, within: float, logs: Path, tell: Callable[[str], None]
    ) -> None:
        self.waiting = list(parts)
        self._within = within
        self._logs = logs
        self._tell = tell
        self._began = self._told = time.monotonic()

    def poll(self) -> bool:
        """Ask each waiting part once; True when none is left. Raises NotReady after `within`."""
        for part in list(self.waiting):
            if _says_ready(part):
                self.waiting.remove(part)
                self._say(f"{part.title} is ready")
        passed = time.monotonic() - self._began
        if self.waiting and passed > self._within:
            late = self.waiting[0]
            raise NotReady(late.title, self._within, self._logs / f"{late.key}.log")
        if self.waiting and time.monotonic() - self._told > REMIND_SECONDS:
            self._say("still waiting for: " + ", ".join(part.title for part in self.waiting))
        return not self.waiting

    def _say(self, what: str) -> None:
        self._told = time.monotonic()
        self._tell(f"  {what} ({self._told - self._began:.0f} s)")


def _says_ready(part: Part) -> bool:
    try:
        return httpx.get(part.url + READY_PATH, timeout=ASK_SECONDS, trust_env=False).is_success
    except httpx.HTTPError:
        return False
