"""Log lines: JSON, and nobody quoted in them."""

import json
import logging
import subprocess
import sys
from typing import Any

import pytest

from watching.logs import JsonLines, masked
from watching.tracing import Span, trace_id

NUMBER = "9876543210"


def line(level: int, text: str, *values: object, error: BaseException | None = None) -> Any:
    """A record as the gateway writes it down."""
    told = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot.somewhere", level, __file__, 1, text, values, told)
    return json.loads(JsonLines("gateway").format(record))


def test_a_line_says_when_who_and_what() -> None:
    """One JSON object with the same fields in every part."""
    told = line(logging.WARNING, "letter %d, try %d", 7, 2)
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "warning",
        "part": "gateway",
        "by": "bot.somewhere",
        "said": "letter 7, try 2",
    }


def test_a_line_belongs_to_the_trace_of_the_work() -> None:
    """The id leads to the lines of the other parts."""
    with Span("turn"):
        assert line(logging.INFO, "x")["trace"] == trace_id()
    assert "trace" not in line(logging.INFO, "x")


def test_of_an_error_its_kind_and_place_are_told_and_not_its_text() -> None:
    """A database's error shows the values of its statement."""
    try:
        try:
            raise KeyError(NUMBER)
        except KeyError as inner:
            raise ValueError(f"Sudha Bajpai, {NUMBER}") from inner
    except ValueError as error:
        told = line(logging.ERROR, "it failed", error=error)
    assert [one["kind"] for one in told["error"]] == ["builtins.ValueError", "builtins.KeyError"]
    assert told["error"][0]["places"][0].startswith("tests/watching/test_logs.py:")
    assert "Bajpai" not in json.dumps(told)
    assert NUMBER not in json.dumps(told)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("call 9876543210 now", "call …10 now"),
        ("GET /api/v1/consumers/7012345678 failed", "GET /api/v1/consumers/…78 failed"),
        ("98765 43210", "…10"),
        ("+919876543210", "…10"),
        ("९८७६५४३२१०", "…१०"),
        ("ticket FLT-2026-000105", "ticket FLT-2026-000105"),
        ("message 0f3a9876543210ab-12 stays open", "message 0f3a9876543210ab-12 stays open"),
        ("again in 0:00:12.345678", "again in 0:00:12.345678"),
    ],
)
def test_what_looks_like_a_persons_number_is_cut_down(text: str, left: str) -> None:
    """Our own numbers stay whole: by them a line is followed up."""
    assert masked(text) == left


def test_warnings_of_python_come_as_lines_too() -> None:
    """`set_up` changes the whole process, so it is tried in one of its own."""
    code = (
        "from watching.logs import set_up; import warnings, logging; set_up('gateway');"
        "warnings.warn('old'); logging.getLogger('httpx').info('GET https://x/bot123:token')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lines = [json.loads(one) for one in ran.stdout.splitlines()]
    assert [one["by"] for one in lines] == ["py.warnings"]
    assert ran.stderr == ""
