"""Log lines as JSON, one object each, without what people write or who they are.

Our own lines name things by our own numbers. What may quote somebody all the same is left out
here: of an error its kind and where it happened, but not its text (a database's shows the values
of the statement), and whatever looks like a telephone or account number.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from types import TracebackType
from typing import Any

from watching.tracing import trace_id

ROOT = Path(__file__).resolve().parent.parent
MOST_CAUSES = 5
MOST_PLACES = 12  # of our own in a traceback, the innermost ones
# Nine digits and more that are no part of an id of ours (those hold letters or hyphens).
_NUMBER = re.compile(r"(?<![\w-])\+?\d(?:\d{3,}[ -]?)\d{5,}(?![\w-])")


class JsonLines(logging.Formatter):
    """Renders records of one part."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self._part = part

    def format(self, record: logging.LogRecord) -> str:
        """One line: when, how grave, by whom, what; the trace and the error where there are."""
        line: dict[str, Any] = {
            "at": _moment(record.created),
            "level": record.levelname.lower(),
            "part": self._part,
            "by": record.name,
            "said": self.words(record),
        }
        if trace := trace_id():
            line["trace"] = trace
        if record.exc_info and record.exc_info[1]:
            line["error"] = list(_told(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)

    def words(self, record: logging.LogRecord) -> str:
        """What a record says, as it may be written down."""
        return masked(record.getMessage())


def set_up(part: str, lines: type[JsonLines] = JsonLines) -> None:
    """Make every logger of this process write such lines to the standard output, INFO and
    above; warnings of Python's come the same way."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(lines(part))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(True)
    # Both log whole addresses, and with them tokens and numbers.
    for talkative in ("httpx", "httpcore", "alembic"):
        logging.getLogger(talkative).setLevel(logging.WARNING)


def masked(text: str) -> str:
    """The text with each run of nine or more digits cut down to its last two."""
    return _NUMBER.sub(lambda found: f"…{found[0][-2:]}", text)


def _moment(seconds: float) -> str:
    # timezone.utc: Rasa's Python knows no datetime.UTC.
    moment = datetime.fromtimestamp(seconds, timezone.utc)  # noqa: UP017
    return moment.isoformat(timespec="milliseconds")


def _told(error: BaseException) -> Iterator[dict[str, Any]]:
    """An error and its causes, the outermost first."""
    cause: BaseException | None = error
    for _ in range(MOST_CAUSES):
        if cause is None:
            return
        told: dict[str, Any] = {"kind": f"{type(cause).__module__}.{type(cause).__qualname__}"}
        if isinstance(cause, OSError) and cause.errno:
            told["errno"] = cause.errno
        yield told | {"places": _places(cause.__traceback__)}
        hidden = cause.__suppress_context__
        cause = cause.__cause__ or (None if hidden else cause.__context__)


def _places(trace: TracebackType | None) -> list[str]:
    """Where our own code stood, and where in a library it ended."""
    ours: list[str] = []
    last = ""
    while trace:
        path = Path(trace.tb_frame.f_code.co_filename)
        last = f"{Path(*path.parts[-3:])}:{trace.tb_lineno}"
        if path.is_relative_to(ROOT) and ".venv" not in path.parts:
            ours.append(f"{path.relative_to(ROOT)}:{trace.tb_lineno}")
            last = ""
        trace = trace.tb_next
    return [*ours[-MOST_PLACES:], *([last] if last else [])]
