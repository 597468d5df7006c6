"""Every test runs on asyncio's own loop and on uvloop, on which the parts are served."""

import asyncio
from collections.abc import Callable, Mapping

import uvloop


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loops by their names in the tests' ids."""
    return {"asyncio": asyncio.new_event_loop, "uvloop": uvloop.new_event_loop}
