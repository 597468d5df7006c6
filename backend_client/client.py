"""The only caller of the utility's backend."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx
from pydantic import TypeAdapter, ValidationError

from backend_client.answers import read_answer, read_file
from backend_client.breaker import Breaker
from backend_client.errors import BackendGarbled, BackendUnreachable, NotFound
from backend_client.models import (
    Application,
    ApplicationRequest,
    Attachment,
    AttachmentRequest,
    Bill,
    ComplaintsReport,
    Consumer,
    Demand,
    Event,
    Nearest,
    Office,
    Outage,
    Place,
    ReportDimension,
    Ticket,
    TicketRequest,
    Utility,
)

DEFAULT_TIMEOUT = httpx.Timeout(3.0, connect=1.0)
_PAUSE_BEFORE_RETRY = 0.2  # seconds: long enough for a backend that restarts its listener
_RECORDS = "/api/v1"

T = TypeVar("T")


class BackendClient:
    """Typed access to the utility's backend, API version 1.

    `timeout` bounds connecting and each read; `total` bounds a whole call with its one
    repetition, in seconds. Every method may raise `BackendUnreachable`, `BackendGarbled`,
    `NotAllowed`; lookups also `NotFound`, requests also `InvalidRequest` and `Conflict`.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        *,
        timeout: httpx.Timeout | float = DEFAULT_TIMEOUT,
        total: float = 8.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._total = total
        self._breaker = Breaker()
        self._http = httpx.AsyncClient(
            base_url=base_url,
            headers={"Authorization": f"Bearer {api_key}", "Accept": "application/json"},
            timeout=timeout,
            transport=transport,
            follow_redirects=False,
            trust_env=False,  # the backend is ours: no proxy of the environment stands between
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections; the client cannot be used afterwards."""
        await self._http.aclose()

    async def report_ticket(self, request: TicketRequest, key: str) -> Ticket:
        """Record a report; the same key never makes a second ticket."""
        return await self._post("/tickets", request.model_dump(mode="json"), key, Ticket)

    async def ticket(self, number: str) -> Ticket:
        """One ticket by its number; raises `NotFound`."""
        return await self._get(f"/tickets/{_segment(number)}", {}, Ticket)

    async def tickets_of(
        self,
        mobile_number: str | None = None,
        account_number: str | None = None,
        *,
        open_only: bool = False,
    ) -> list[Ticket]:
        """Tickets of a mobile number or an account, newest first."""
        query = {"mobile_number": mobile_number, "account_number": account_number}
        wanted = {**query, "open": "true" if open_only else None}
        return await self._get("/tickets", wanted, list[Ticket])

    async def escalate(self, number: str, reason: str | None, key: str) -> Ticket:
        """Hand a late ticket to the next senior.

        Raises `Conflict` not_due_yet, escalated_recently, at_the_top or already_closed.
        """
        path = f"/tickets/{_segment(number)}/escalate"
        return await self._post(path, {"reason": reason}, key, Ticket)

    async def reopen(self, number: str, description: str | None, key: str) -> Ticket:
        """Reopen a ticket closed on paper; raises `Conflict` still_open."""
        path = f"/tickets/{_segment(number)}/reopen"
        return await self._post(path, {"description": description}, key, Ticket)

    async def confirm(self, number: str, key: str) -> Ticket:
        """The consumer says that it is fixed; raises `Conflict` not_resolved."""
        return await self._post(f"/tickets/{_segment(number)}/confirm", {}, key, Ticket)

    async def events(self, number: str) -> list[Event]:
        """Everything that happened to a ticket, oldest first; raises `NotFound`."""
        return await self._get(f"/tickets/{_segment(number)}/events", {}, list[Event])

    async def attach(
        self, number: str, request: AttachmentRequest, content: bytes, key: str
    ) -> Attachment:
        """Add a file to a ticket; one key adds it once. Raises `NotFound`, and `BackendRefused`
        for a file that the utility does not take."""
        wanted = request.model_dump(exclude_none=True, exclude={"mime_type"})
        headers = {"Idempotency-Key": key, "Content-Type": request.mime_type}
        path = f"/tickets/{_segment(number)}/attachments"
        return await self._call(
            "POST", path, Attachment, params=wanted, content=content, headers=headers
        )

    async def attachments(self, number: str) -> list[Attachment]:
        """The files of a ticket in the order in which they came; raises `NotFound`."""
        return await self._get(f"/tickets/{_segment(number)}/attachments", {}, list[Attachment])

    async def attachment(self, number: str, attachment_id: int) -> bytes:
        """One file of a ticket, for the staff; raises `NotFound`."""
        path = f"/tickets/{_segment(number)}/attachments/{attachment_id}"
        with self._breaker.guarding(_part_of(path)):
            return read_file(await self._sent("GET", path, {}))

    async def consumer(self, account_number: str) -> Consumer:
        """Who holds the account; raises `NotFound`."""
        return await self._get(f"/consumers/{_segment(account_number)}", {}, Consumer)

    async def bill(self, account_number: str) -> Bill:
        """The present bill; raises `NotFound`, or `Conflict` not_issued_yet."""
        return await self._get(f"/consumers/{_segment(account_number)}/bill", {}, Bill)

    async def apply(self, request: ApplicationRequest, key: str) -> Application:
        """Record an application for a new connection; one key makes one application."""
        body = request.model_dump(mode="json")
        return await self._post("/applications", body, key, Application)

    async def application(self, number: str) -> Application:
        """One application by its number; raises `NotFound`."""
        return await self._get(f"/applications/{_segment(number)}", {}, Application)

    async def applications_of(self, mobile_number: str) -> list[Application]:
        """Applications made with a mobile number, newest first."""
        wanted = {"mobile_number": mobile_number}
        return await self._get("/applications", wanted, list[Application])

    async def demand(self, number: str) -> Demand:
        """The demand note; raises `NotFound`, or `Conflict` not_issued_yet."""
        return await self._get(f"/applications/{_segment(number)}/demand", {}, Demand)

    async def outages(self, locality: str, *, announced: bool = False) -> list[Outage]:
        """Open outages in a locality; with `announced`, shutdowns that are yet to begin as well."""
        wanted = {"locality": locality, "announced": "true" if announced else None}
        return await self._get("/outages", wanted, list[Outage])

    async def place(
        self,
        text: str | None = None,
        pincode: str | None = None,
        account_number: str | None = None,
    ) -> Place:
        """Which utility, division and circle serve a place; an unknown one is no error."""
        wanted = {"text": text, "pincode": pincode, "account_number": account_number}
        return await self._get("/places", wanted, Place)

    async def nearest(self, latitude: float, longitude: float) -> Nearest:
        """The known place nearest to coordinates (degrees, WGS 84)."""
        wanted = {"latitude": str(latitude), "longitude": str(longitude)}
        return await self._get("/places/nearest", wanted, Nearest)

    async def offices(
        self, locality: str | None = None, *, utility: str | None = None
    ) -> list[Office]:
        """Help desks and counters, those that serve the locality first; raises `NotFound` for a
        utility that the backend does not know."""
        wanted = {"locality": locality, "utility": utility}
        return await self._get("/offices", wanted, list[Office])

    async def utility(self, code: str | None = None) -> Utility:
        """Helplines, ways to pay and promises; without a code, of the default utility."""
        return await self._get("/utility", {"code": code}, Utility)

    async def complaints(
        self, by: Sequence[ReportDimension], first_day: date, last_day: date
    ) -> ComplaintsReport:
        """Complaints made from one day to another, both included, counted by these dimensions."""
        wanted = {"by": list(by), "from": first_day.isoformat(), "to": last_day.isoformat()}
        return await self._call("GET", "/reports/complaints", ComplaintsReport, params=wanted)

    async def _get(self, path: str, query: Mapping[str, str | None], shape: type[T]) -> T:
        wanted = {name: value for name, value in query.items() if value is not None}
        return await self._call("GET", path, shape, params=wanted)

    async def _post(self, path: str, body: dict[str, Any], key: str, shape: type[T]) -> T:
        return await self._call("POST", path, shape, json=body, headers={"Idempotency-Key": key})

    async def _call(self, method: str, path: str, shape: type[T], **parts: Any) -> T:
        with self._breaker.guarding(_part_of(path)):
            return _shaped(read_answer(await self._sent(method, path, parts)), shape)

    async def _sent(self, method: str, path: str, parts: dict[str, Any]) -> httpx.Response:
        try:
            async with asyncio.timeout(self._total):
                return await self._send_twice_at_most(method, _RECORDS + path, parts)
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
            return await self._http.request(method, path, **parts)
        except httpx.TransportError:
            await asyncio.sleep(_PAUSE_BEFORE_RETRY)
            return await self._http.request(method, path, **parts)


def _segment(number: str) -> str:
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
        return TypeAdapter(shape).validate_python(content)
    except ValidationError as error:
        raise BackendGarbled(f"not a {shape}: {error.error_count()} faults") from error
