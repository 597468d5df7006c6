"""What is measured of the calls to the utility's backend, in whichever part makes them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Gauge, Histogram

CALL_SECONDS = Histogram(
    "bijli_backend_call_seconds",
    "One call of the utility's backend with its repetition; outcome: ok or the kind of error",
    ["part", "outcome"],
    buckets=(0.005, 0.025, 0.1, 0.5, 1, 3, 8),
)
RESTING = Gauge(
    "bijli_backend_resting", "1 while a part of the backend is left alone after failures", ["part"]
)


@contextmanager
def timed(part: str) -> Iterator[None]:
    """Around one call to a part of the backend."""
    began = time.perf_counter()
    outcome = "ok"
    try:
        yield
    except Exception as error:
        outcome = type(error).__name__
        raise
    finally:
        CALL_SECONDS.labels(part, outcome).observe(time.perf_counter() - began)
