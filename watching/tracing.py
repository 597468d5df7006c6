"""Which trace a piece of work belongs to: one id from a channel's webhook to the record.

The id travels as W3C's `traceparent`: beside a stored message, in Rasa's metadata, in a header to
the backend; and it stands in every log line. Spans are recorded only after `record_to`, which
loads OpenTelemetry; without it a span costs some microseconds and leaves nothing behind.
"""

from __future__ import annotations

import os
import re
from contextvars import ContextVar, Token
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from watching.recording import Recorder

HEADER = "traceparent"
LENGTH = 55  # characters of a traceparent, version 00
_SHAPE = re.compile(r"00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")

_current: ContextVar[str | None] = ContextVar(HEADER, default=None)
_recorder: Recorder | None = None


def record_to(endpoint: str, part: str) -> None:
    """Bring the spans of this process to an OTLP collector at `endpoint` (http://HOST:4318);
    an empty one records nothing."""
    global _recorder
    if endpoint:
        from watching.recording import Recorder

        _recorder = Recorder(endpoint, part)


def traceparent() -> str | None:
    """What is handed on with the present piece of work; None outside of any."""
    return _current.get()


def trace_id() -> str | None:
    """The id under which all parts log the present piece of work."""
    parent = _current.get()
    return parent[3:35] if parent else None


class Span:
    """A piece of work, as a context manager. It belongs to the trace that it `joins`, else to
    the one in which it begins, else to a new one; what is no traceparent is not joined."""

    __slots__ = ("_before", "_facts", "_joins", "_name", "_recorded")

    def __init__(self, name: str, joins: object = None, **facts: str | int) -> None:
        """`name` and `facts` say what is done and never for whom."""
        self._name = name
        self._joins = joins
        self._facts = facts
        self._recorded: Any = None
        self._before: Token[str | None] | None = None

    def __enter__(self) -> Span:
        parent = joined(self._joins) or _current.get()
        if _recorder:
            self._recorded, parent = _recorder.begin(self._name, parent, self._facts)
        self._before = _current.set(parent or _new())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._before:
            _current.reset(self._before)
        if self._recorded and _recorder:
            _recorder.end(self._recorded, kind)


def joined(given: object) -> str | None:
    """A traceparent that came from elsewhere, if it is one."""
    return given if isinstance(given, str) and _SHAPE.fullmatch(given) else None


def _new() -> str:
    # The last two digits say that nobody records this trace.
    return f"00-{os.urandom(16).hex()}-{os.urandom(8).hex()}-00"
