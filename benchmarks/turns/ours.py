"""Our side: the whole product, as `make run` starts it."""

import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.turns.people import Talk
from launch.chat_api import Chat
from launch.records import Records
from launch.stack import Stack

# The limits count by network address and conversation, and all people here share one address.
# Storm mode takes a shorter path: the whole one is compared.
NO_LIMITS = {
    "MESSAGES_PER_MINUTE": "1000000",
    "MESSAGES_AT_ONCE": "1000000",
    "CONVERSATIONS_PER_MINUTE": "1000000",
    "LOOKUPS_PER_HOUR": "1000000",
    "STORM_BEGINS_AT": "0",
}


class Ours:
    """The running product; `start_seconds` is what it took until every part was ready.

    With `each` above 1 so many processes of each part, which need the stores of `env`.
    """

    def __init__(
        self, var: Path, sample: Path, env: Mapping[str, str] | None = None, each: int = 1
    ) -> None:
        self._stack = Stack(var, sample=sample, env={**NO_LIMITS, **(env or {})}, each=each)
        self.start_seconds = 0.0

    def __enter__(self) -> Self:
        began = time.perf_counter()
        self._stack.__enter__()
        self.start_seconds = time.perf_counter() - began
        self.records = Records(self._stack.backend_url, self._stack.api_key)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.records.close()
        self._stack.__exit__(kind, error, trace)

    def pids(self) -> dict[str, int]:
        """The process id of each part."""
        return self._stack.pids()

    def open(self) -> Talk:
        """A new conversation through the chat API."""
        return Chat(self._stack.url)
