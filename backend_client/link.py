"""One way to the utility's backend: addresses, time limits, one repetition, the breaker."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import quote, urlencode

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import to_json

from backend_client.answers import read_answer
from backend_client.breaker import Breaker
from backend_client.errors import BackendGarbled, BackendUnreachable, NotFound
from backend_client.metrics import timed
from watching import tracing
from watching.tracing import Span
from wire import NoReply, Reply, Wire

if TYPE_CHECKING:
    import httpx

READ_SECONDS = 3.0
CONNECT_SECONDS = 1.0
_PAUSE_BEFORE_RETRY = 0.2  # seconds: long enough for a backend that restarts its listener
_RECORDS = "/api/v1"

T = TypeVar("T")
Query = Mapping[str, str | Sequence[str] | None]

#: One validator a shape, because building one costs more than the call that it checks.
_validator: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


class Caller(Protocol):
    """What carries a call: our own wire, or a transport of httpx."""

    async def call(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str],
        content: bytes = b"",
        *,
        patience: float,
    ) -> Reply:
        """The whole answer. Raises NoReply."""
        ...

    async def aclose(self) -> None:
        """Close the connections."""
        ...


class Link:
    """Calls of the backend's API, version 1, each answer in the shape that was asked for.

    `timeout` bounds each read, and connecting, which has a shorter limit of its own; `total`
    bounds a whole call with its one repetition, in seconds. Every call may raise
    `BackendUnreachable`, `BackendGarbled`, `NotAllowed` and what the backend refuses by name
    (`backend_client.errors`).
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        timeout: float,
        total: float,
        transport: httpx.AsyncBaseTransport | None,
    ) -> None:
        self._total = total
        self._timeout = timeout
        self._breaker = Breaker()
        records = base_url.rstrip("/") + _RECORDS
        headers = {"Authorization": f"Bearer {api_key}", "Accept": "application/json"}
        self._caller = _caller(records, headers, min(timeout, CONNECT_SECONDS), transport)

    async def aclose(self) -> None:
        """Close the connections; the link cannot be used afterwards."""
        await self._caller.aclose()

    async def get(self, path: str, query: Query, shape: type[T]) -> T:
        """Look something up; parts of the query that are None are left out."""
        return await self._call("GET", path, _target(path, query), shape, {})

    async def post(
        self, path: str, body: BaseModel | Mapping[str, Any], key: str, shape: type[T]
    ) -> T:
        """Ask for something to be done; the same key does it once."""
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        return await self._call("POST", path, path, shape, headers, to_json(body))

    async def send(
        self, path: str, query: Query, content: bytes, mime_type: str, key: str, shape: type[T]
    ) -> T:
        """Hand over a file; the same key does it once."""
        headers = {"Idempotency-Key": key, "Content-Type": mime_type}
        return await self._call("POST", path, _target(path, query), shape, headers, content)

    async def file(self, path: str) -> bytes:
        """The bytes behind an address; raises `NotFound`."""
        part = _part_of(path)
        with timed(part), self._breaker.guarding(part):
            return read_answer(await self._asked(part, "GET", path, {}))

    async def _call(
        self,
        method: str,
        path: str,
        target: str,
        shape: type[T],
        headers: dict[str, str],
        content: bytes = b"",
    ) -> T:
        part = _part_of(path)
        with timed(part), self._breaker.guarding(part):
            answer = await self._asked(part, method, target, headers, content)
            return _shaped(read_answer(answer), shape)

    async def _asked(
        self, part: str, method: str, target: str, headers: dict[str, str], content: bytes = b""
    ) -> Reply:
        try:
            with Span("backend", part=part):
                # A header of each call, also where nothing records the trace: it is logged there.
                headers[tracing.HEADER] = tracing.traceparent() or ""
                async with asyncio.timeout(self._total):
                    return await self._asked_twice_at_most(method, target, headers, content)
        except TimeoutError as error:
            raise BackendUnreachable(f"{method} {part}: no answer in {self._total} s") from error
        except NoReply as error:
            raise BackendUnreachable(f"{method} {part}: {error}") from error

    async def _asked_twice_at_most(
        self, method: str, target: str, headers: Mapping[str, str], content: bytes
    ) -> Reply:
        """Repeating is safe: a GET changes nothing and every POST carries its key."""
        call, patience = self._caller.call, self._timeout
        try:
            return await call(method, target, headers, content, patience=patience)
        except NoReply:
            await asyncio.sleep(_PAUSE_BEFORE_RETRY)
            return await call(method, target, headers, content, patience=patience)


def _caller(
    base_url: str,
    headers: Mapping[str, str],
    connect_seconds: float,
    transport: httpx.AsyncBaseTransport | None,
) -> Caller:
    if transport is None:
        return Wire(base_url, headers, connect_seconds=connect_seconds)
    # Loaded where it is wanted: httpx costs a process that has no other use for it 10 MiB.
    from backend_client.through_httpx import ThroughHttpx

    return ThroughHttpx(transport, base_url, headers)


def segment(number: str) -> str:
    """One path segment; a number of dots or nothing would point at another address."""
    cleaned = number.strip()
    if not cleaned.strip("."):
        raise NotFound(404, "not_found", "an empty number")
    return quote(cleaned, safe="")


def _target(path: str, query: Query) -> str:
    wanted = {name: value for name, value in query.items() if value is not None}
    return f"{path}?{urlencode(wanted, doseq=True)}" if wanted else path


def _part_of(path: str) -> str:
    """What may fail by itself: `/tickets/…` is one part, `/consumers/…/bill` another than
    `/consumers/…`, for bills come from the billing server."""
    _, records, *more = path.split("/")
    return more[1] if len(more) > 1 else records


def _shaped(content: bytes, shape: type[T]) -> T:
    try:
        answer: T = _validator(shape).validate_json(content)
        return answer
    except ValidationError as error:
        raise BackendGarbled(f"not a {shape}: {error.error_count()} faults") from error
