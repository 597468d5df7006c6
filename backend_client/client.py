"""The only caller of the utility's backend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Self

from backend_client.link import READ_SECONDS, Link, segment
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

if TYPE_CHECKING:
    import httpx


class BackendClient:
    """Typed access to the utility's backend, API version 1.

    `timeout` bounds each read, and connecting, for which it is a second at most; `total` bounds a
    whole call with its one repetition, in seconds. Every method may raise `BackendUnreachable`,
    `BackendGarbled`, `NotAllowed`; lookups also `NotFound`, requests also `InvalidRequest` and
    `Conflict`.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        *,
        timeout: float = READ_SECONDS,
        total: float = 8.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._link = Link(base_url, api_key, timeout, total, transport)

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
        await self._link.aclose()

    async def report_ticket(self, request: TicketRequest, key: str) -> Ticket:
        """Record a report; the same key never makes a second ticket."""
        return await self._link.post("/tickets", request, key, Ticket)

    async def ticket(self, number: str) -> Ticket:
        """One ticket by its number; raises `NotFound`."""
        return await self._link.get(f"/tickets/{segment(number)}", {}, Ticket)

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
        return await self._link.get("/tickets", wanted, list[Ticket])

    async def escalate(self, number: str, reason: str | None, key: str) -> Ticket:
        """Hand a late ticket to the next senior.

        Raises `Conflict` not_due_yet, escalated_recently, at_the_top or already_closed.
        """
        path = f"/tickets/{segment(number)}/escalate"
        return await self._link.post(path, {"reason": reason}, key, Ticket)

    async def reopen(self, number: str, description: str | None, key: str) -> Ticket:
        """Reopen a ticket closed on paper; raises `Conflict` still_open."""
        path = f"/tickets/{segment(number)}/reopen"
        return await self._link.post(path, {"description": description}, key, Ticket)

    async def confirm(self, number: str, key: str) -> Ticket:
        """The consumer says that it is fixed; raises `Conflict` not_resolved."""
        return await self._link.post(f"/tickets/{segment(number)}/confirm", {}, key, Ticket)

    async def events(self, number: str) -> list[Event]:
        """Everything that happened to a ticket, oldest first; raises `NotFound`."""
        return await self._link.get(f"/tickets/{segment(number)}/events", {}, list[Event])

    async def attach(
        self, number: str, request: AttachmentRequest, content: bytes, key: str
    ) -> Attachment:
        """Add a file to a ticket; one key adds it once. Raises `NotFound`, and `BackendRefused`
        for a file that the utility does not take."""
        wanted = request.model_dump(exclude_none=True, exclude={"mime_type"})
        path = f"/tickets/{segment(number)}/attachments"
        return await self._link.send(path, wanted, content, request.mime_type, key, Attachment)

    async def attachments(self, number: str) -> list[Attachment]:
        """The files of a ticket in the order in which they came; raises `NotFound`."""
        return await self._link.get(f"/tickets/{segment(number)}/attachments", {}, list[Attachment])

    async def attachment(self, number: str, attachment_id: int) -> bytes:
        """One file of a ticket, for the staff; raises `NotFound`."""
        path = f"/tickets/{segment(number)}/attachments/{attachment_id}"
        return await self._link.file(path)

    async def consumer(self, account_number: str) -> Consumer:
        """Who holds the account; raises `NotFound`."""
        return await self._link.get(f"/consumers/{segment(account_number)}", {}, Consumer)

    async def bill(self, account_number: str) -> Bill:
        """The present bill; raises `NotFound`, or `Conflict` not_issued_yet."""
        return await self._link.get(f"/consumers/{segment(account_number)}/bill", {}, Bill)

    async def apply(self, request: ApplicationRequest, key: str) -> Application:
        """Record an application for a new connection; one key makes one application."""
        return await self._link.post("/applications", request, key, Application)

    async def application(self, number: str) -> Application:
        """One application by its number; raises `NotFound`."""
        return await self._link.get(f"/applications/{segment(number)}", {}, Application)

    async def applications_of(self, mobile_number: str) -> list[Application]:
        """Applications made with a mobile number, newest first."""
        wanted = {"mobile_number": mobile_number}
        return await self._link.get("/applications", wanted, list[Application])

    async def demand(self, number: str) -> Demand:
        """The demand note; raises `NotFound`, or `Conflict` not_issued_yet."""
        return await self._link.get(f"/applications/{segment(number)}/demand", {}, Demand)

    async def outages(self, locality: str, *, announced: bool = False) -> list[Outage]:
        """Open outages in a locality; with `announced`, shutdowns that are yet to begin as well."""
        wanted = {"locality": locality, "announced": "true" if announced else None}
        return await self._link.get("/outages", wanted, list[Outage])

    async def place(
        self,
        text: str | None = None,
        pincode: str | None = None,
        account_number: str | None = None,
    ) -> Place:
        """Which utility, division and circle serve a place; an unknown one is no error."""
        wanted = {"text": text, "pincode": pincode, "account_number": account_number}
        return await self._link.get("/places", wanted, Place)

    async def nearest(self, latitude: float, longitude: float) -> Nearest:
        """The known place nearest to coordinates (degrees, WGS 84)."""
        wanted = {"latitude": str(latitude), "longitude": str(longitude)}
        return await self._link.get("/places/nearest", wanted, Nearest)

    async def offices(
        self, locality: str | None = None, *, utility: str | None = None
    ) -> list[Office]:
        """Help desks and counters, those that serve the locality first; raises `NotFound` for a
        utility that the backend does not know."""
        wanted = {"locality": locality, "utility": utility}
        return await self._link.get("/offices", wanted, list[Office])

    async def utility(self, code: str | None = None) -> Utility:
        """Helplines, ways to pay and promises; without a code, of the default utility."""
        return await self._link.get("/utility", {"code": code}, Utility)

    async def complaints(
        self, by: Sequence[ReportDimension], first_day: date, last_day: date
    ) -> ComplaintsReport:
        """Complaints made from one day to another, both included, counted by these dimensions."""
        wanted = {"by": list(by), "from": first_day.isoformat(), "to": last_day.isoformat()}
        return await self._link.get("/reports/complaints", wanted, ComplaintsReport)

    async def incidents(self, first_day: date, last_day: date) -> list[Outage]:
        """Interruptions that lasted on some of these days, also when they are over."""
        days = {"from": first_day.isoformat(), "to": last_day.isoformat()}
        return await self._link.get("/reports/incidents", days, list[Outage])
