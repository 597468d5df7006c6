"""WhatsApp's webhook under load, and the bare check of its signature, in turns in one run."""

import asyncio
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx

from benchmarks.faults.product import product
from benchmarks.result import Result
from bot.channels.whatsapp.webhook import PATH
from launch import ROOT, ports
from tests.fakes.whatsapp import FakeWhatsApp, notice, signed
from tests.serving import served

NOTICES = 2_000
SENDERS = 4
#: Each sender's pause: about as many messages a second as Rasa can answer.
PAUSE_SECONDS = 0.2
WARM_UP = 20
FIRST_PHONE = 917_400_000_000
PEOPLE = 200
LINES = ("namaste", "dhanyavaad", "aap kaun hain", "madad")
ANSWER_SECONDS = 30.0


def measure() -> Result:
    """Post signed notices, each once to the gateway and once to the bare endpoint.

    The gateway answers the people meanwhile. Figures in milliseconds; raises LaunchError.
    """
    with tempfile.TemporaryDirectory() as folder:
        gateway, bare = asyncio.run(_measure(Path(folder)))
    waits = {"ack": _percentiles(gateway), "signature_only": _percentiles(bare)}
    return Result(
        name="channels",
        ratios={
            "ack_vs_signature_only": waits["ack"]["p50"] / waits["signature_only"]["p50"],
            "ack_vs_signature_only_p99": waits["ack"]["p99"] / waits["signature_only"]["p99"],
        },
        figures={"notices": len(gateway)}
        | {f"{what}_{p}_ms": ms for what, of in waits.items() for p, ms in of.items()},
    )


async def _measure(folder: Path) -> tuple[list[float], list[float]]:
    meta = FakeWhatsApp()
    async with AsyncExitStack() as open_:
        url = await open_.enter_async_context(served(meta.app))
        open_.push_async_callback(meta.closes)
        running = await open_.enter_async_context(product(folder, url, several=False))
        bare = open_.enter_context(_signature_only())
        client = await open_.enter_async_context(
            httpx.AsyncClient(timeout=ANSWER_SECONDS, trust_env=False)
        )
        post = _Posts(client, meta, running.stack.url + PATH, bare + PATH)
        await post.wait_for_both()
        await post.one_after_the_other(WARM_UP)
        post.forget()
        each = NOTICES // SENDERS
        await asyncio.gather(*(post.one_after_the_other(each) for _ in range(SENDERS)))
    return post.gateway_seconds, post.bare_seconds


class _Posts:
    """Notices on their way; `gateway_seconds` and `bare_seconds` are what the answers took."""

    def __init__(
        self, client: httpx.AsyncClient, meta: FakeWhatsApp, gateway: str, bare: str
    ) -> None:
        self._client = client
        self._meta = meta
        self._gateway = gateway
        self._bare = bare
        self._numbers = itertools.count()
        self.forget()

    def forget(self) -> None:
        """What was measured so far was a warm-up."""
        self.gateway_seconds: list[float] = []
        self.bare_seconds: list[float] = []

    async def wait_for_both(self) -> None:
        """Return once the bare endpoint listens; the gateway does so already."""
        retrying = httpx.AsyncHTTPTransport(retries=10)
        async with httpx.AsyncClient(transport=retrying, timeout=ANSWER_SECONDS) as client:
            await client.get(self._bare)

    async def one_after_the_other(self, count: int) -> None:
        """Post so many notices, in turns first to the one and first to the other."""
        for _ in range(count):
            number = next(self._numbers)
            words = LINES[number % len(LINES)]
            phone = str(FIRST_PHONE + number % PEOPLE)
            body = json.dumps(notice({"messages": [self._meta.people.words(words, phone)]}))
            ways = [(self._gateway, self.gateway_seconds), (self._bare, self.bare_seconds)]
            for url, seconds in ways if number % 2 else reversed(ways):
                seconds.append(await self._timed(url, body.encode()))
            await asyncio.sleep(PAUSE_SECONDS)

    async def _timed(self, url: str, body: bytes) -> float:
        headers: dict[str, Any] = {"X-Hub-Signature-256": signed(body)}
        began = time.perf_counter()
        answer = await self._client.post(url, content=body, headers=headers)
        took = time.perf_counter() - began
        answer.raise_for_status()
        return took


@contextmanager
def _signature_only() -> Iterator[str]:
    (port,) = ports.free(1)
    command = [sys.executable, "-m", "benchmarks.channels.signature_only", str(port)]
    process = subprocess.Popen(command, cwd=ROOT)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _percentiles(seconds: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(seconds, n=100)
    return {"p50": cuts[49] * 1000, "p99": cuts[98] * 1000, "max": max(seconds) * 1000}
