"""Rasa's log lines as every part of the house writes them, and without the words of messages.

Rasa hangs message texts, slots and states on its log events, also on those of errors, and its
older lines put them into quotation marks.
"""

from __future__ import annotations

import logging
import re
from typing import Any

import structlog
from rasa.utils import log_utils

from watching import logs

#: Of a warning of Python's, where and of what sort it is; its text quotes messages as they are.
_WARNING = re.compile(r"\S+:\d+: \w+")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`")


class RasaLines(logs.JsonLines):
    """Lines whose quotations are left out."""

    def words(self, record: logging.LogRecord) -> str:
        """What a record says without what it quotes."""
        if record.name == "py.warnings":
            return ", ".join(_WARNING.findall(record.getMessage())[:1])
        return _QUOTED.sub("'…'", super().words(record))


def apply() -> None:
    """Replace `configure_structlog`, which Rasa calls last before it serves."""
    log_utils.configure_structlog = _configure


def _configure(log_level: int | None = None) -> None:
    logs.set_up("rasa", RasaLines)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, _event_alone],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(log_level or logging.INFO),
        cache_logger_on_first_use=True,
    )


def _event_alone(
    _logger: Any, _method: str, event: dict[str, Any]
) -> tuple[tuple[str], dict[str, Any]]:
    """An event's name and its error; what hangs on it stays out."""
    return (str(event["event"]),), {"exc_info": event.get("exc_info")}
