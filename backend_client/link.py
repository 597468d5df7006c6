"""One way to the utility's backend: addresses, time limits, one repetition, the breaker."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import TypeAdapter, ValidationError

from backend_client.answers import read_answer, read_file
from backend_client.breaker import Breaker
from backend_client.errors import BackendGarbled, BackendUnreachable, NotFound
from backend_client.metrics import timed
from backend_client.wire import Wire
from watching import tracing
from watching.tracing import Span

DEFAULT_TIMEOUT = httpx.Timeout(3.0, connect=1.0)
_PAUSE_BEFORE_RETRY = 0.2  # seconds: long enough for a backend that restarts its listener
_RECORDS = "/api/v1"

T = TypeVar("T")

#: One validator a shape, because building one costs more than the call that it checks.
_validator: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)


class Link:
    """Calls of the backend's API, version 1, each answer in the shape that was asked for.

    `timeout` bounds connecting and each read; `total` bounds a whole call with its one
    repetition, in seconds. Every call may raise `BackendUnreachable`, `BackendGarbled`,
    `NotAllowed` and what the backend refuses by name (`backend_client.errors`).
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        timeout: httpx.Timeout | float,
        total: float,
        transport: httpx.AsyncBaseTransport | None,
    ) -> None:
        self._total = total
        self._breaker = Breaker()
        self._records = base_url.rstrip("/") + _RECORDS
        self._headers = {"Authorization": f"Bearer {api_key}", "Accept": "application/json"}
        self._timeout = {"timeout": httpx.Timeout(timeout).as_dict()}
        # Without httpx's client: our backend redirects nobody and sets no cookies, and no proxy of
        # the environment stands between.
        self._transport = transport or Wire()

    async def aclose(self) -> None:
        """Close the connections; the link cannot be used afterwards."""
        await self._transport.aclose()

    async def get(self, path: str, query: Mapping[str, str | None], shape: type[T]) -> T:
        """Look something up; parts of the query that are None are left out."""
        wanted = {name: value for name, value in query.items() if value is not None}
        return await self.call("GET", path, shape, params=wanted)

    async def post(self, path: str, body: dict[str, Any], key: str, shape: type[T]) -> T:
        """Ask for something to be done; the same key does it once."""
        return await self.call("POST", path, shape, json=body, headers={"Idempotency-Key": key})

    async def call(self, method: str, path: str, shape: type[T], **parts: Any) -> T:
        """A call with `parts` as httpx takes them (params, json, content, headers)."""
        part = _part_of(path)
        with timed(part), self._breaker.guarding(part):
            return _shaped(read_answer(await self._sent(method, path, parts)), shape)

    async def file(self, path: str) -> bytes:
        """The bytes behind an address; raises `NotFound`."""
        part = _part_of(path)
        with timed(part), self._breaker.guarding(part):
            return read_file(await self._sent("GET", path, {}))

    async def _sent(self, method: str, path: str, parts: dict[str, Any]) -> httpx.Response:
        try:
            with Span("backend", part=_part_of(path)):
                # A header of each call, also where nothing records the trace: it is logged there.
                told = {tracing.HEADER: tracing.traceparent() or ""}
                parts = parts | {"headers": told | self._headers | parts.get("headers", {})}
                async with asyncio.timeout(self._total):
                    return await self._send_twice_at_most(method, path, parts)
        except TimeoutError as error:
            raise BackendUnreachable(f"{method} {path}: no answer in {self._total} s") from error
        except httpx.TransportError as error:
            raise BackendUnreachable(f"{method} {path}: {error!r}") from error
        except httpx.HTTPError as error:
            raise BackendGarbled(f"{method} {path}: {error!r}") from error

    async def _send_twice_at_most(
        self, method: str, path: str, parts: dict[str, Any]
    ) -> httpx.Response:
        """Repeating is safe: a GET changes nothing and every POST carries its key."""
        try:
            return await self._send(method, path, parts)
        except httpx.TransportError:
            await asyncio.sleep(_PAUSE_BEFORE_RETRY)
            return await self._send(method, path, parts)

    async def _send(self, method: str, path: str, parts: dict[str, Any]) -> httpx.Response:
        request = httpx.Request(method, self._records + path, extensions=self._timeout, **parts)
        answer = await self._transport.handle_async_request(request)
        await answer.aread()
        return answer


def segment(number: str) -> str:
    """One path segment; a number of dots or nothing would point at another address."""
    cleaned = number.strip()
    if not cleaned.strip("."):
        raise NotFound(404, "not_found", "an empty number")
    return quote(cleaned, safe="")


def _part_of(path: str) -> str:
    """What may fail by itself: `/tickets/…` is one part, `/consumers/…/bill` another than
    `/consumers/…`, for bills come from the billing server."""
    _, records, *more = path.split("/")
    return more[1] if len(more) > 1 else records


def _shaped(content: object, shape: type[T]) -> T:
    try:
        answer: T = _validator(shape).validate_python(content)
        return answer
    except ValidationError as error:
        raise BackendGarbled(f"not a {shape}: {error.error_count()} faults") from error
