"""Requests to end: how they unwind a program, and what they must not interrupt."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

REQUESTS = (signal.SIGTERM, signal.SIGHUP)


def unwind_on_request() -> None:
    """Make SIGTERM and SIGHUP unwind the program as Ctrl-C does, so that a Stack ends its parts.

    The exit code is the shell's for the signal; a second request does not interrupt the ending.
    """
    for number in REQUESTS:
        signal.signal(number, _unwind)


def _unwind(number: int, _frame: FrameType | None) -> NoReturn:
    for each in REQUESTS:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)


@contextmanager
def held() -> Iterator[None]:
    """Requests to end, Ctrl-C among them, wait until the block is done."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, *REQUESTS})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
