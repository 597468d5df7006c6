"""Waiting for something that happens by itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

#: A late answer comes within the worker's longest pause; far beyond it something is broken.
PATIENCE_SECONDS = 90.0
_LOOK_SECONDS = 0.25


def until(happened: Callable[[], bool], within: float = PATIENCE_SECONDS) -> None:
    """Return as soon as `happened()`. Raises TimeoutError when it never does."""
    pause = threading.Event()
    end = time.monotonic() + within
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError("it did not happen")
        pause.wait(_LOOK_SECONDS)
