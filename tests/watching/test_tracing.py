"""One id for a piece of work in every part, recorded only where a collector is set."""

import re
import subprocess
import sys

import pytest

from tests.fakes.collector import FakeCollector
from watching.tracing import LENGTH, Span, trace_id, traceparent

GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
STRANGE = [
    None,
    "",
    7,
    GIVEN.upper(),
    GIVEN + "\n",
    "00-" + "0" * 32 + "-00f067aa0ba902b7-01",
    "00-4bf92f3577b34da6a3ce929d0e0e4736-" + "0" * 16 + "-01",
    "x" * 10_000,
]


def test_work_has_one_id_all_through_and_none_outside() -> None:
    """What begins within a piece of work belongs to it."""
    assert traceparent() is None
    with Span("request"):
        outer = trace_id()
        with Span("turn"):
            assert trace_id() == outer
        assert re.fullmatch(r"[0-9a-f]{32}", outer or "")
        assert len(traceparent() or "") == LENGTH
    assert trace_id() is None


def test_what_was_stored_is_gone_on_with() -> None:
    """A message's trace is stored beside it, and another task joins it."""
    with Span("another"), Span("turn", GIVEN):
        assert traceparent() == GIVEN


@pytest.mark.parametrize("given", STRANGE)
def test_what_is_no_traceparent_is_not_joined(given: object) -> None:
    """It comes from a header, and would stand in every log line."""
    with Span("request", given):
        assert traceparent() != given
        assert trace_id()


def test_without_a_collector_opentelemetry_is_not_loaded() -> None:
    """It would cost every process memory and time to start."""
    code = (
        "import sys, watching.requests, watching.tracing as t; t.record_to('', 'gateway');"
        "s = t.Span('x'); s.__enter__(); s.__exit__(None, None, None);"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_spans_come_to_the_collector_under_the_id_that_was_joined() -> None:
    """Also of work that fails, with the kind of its error and no more."""
    code = (
        "import contextlib, sys, watching.tracing as t\n"
        "t.record_to(sys.argv[1], 'gateway')\n"
        "with contextlib.suppress(ValueError), t.Span('turn', sys.argv[2], channel='web'):\n"
        "    with t.Span('rasa'):\n"
        "        raise ValueError('9876543210')\n"
    )
    with FakeCollector() as collector:
        subprocess.run([sys.executable, "-c", code, collector.url, GIVEN], check=True)
        trace = GIVEN[3:35]
        assert collector.traces == {trace: {("gateway", "turn"), ("gateway", "rasa")}}
        assert b"ValueError" in collector.bodies[-1]
        assert b"9876543210" not in collector.bodies[-1]
