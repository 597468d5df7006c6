"""Whatever comes over the wire, the client says it in words of the trade.

The fakes are transports: the backend's side of the wire, not parts of the client.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from backend_client import (
    BackendClient,
    BackendGarbled,
    BackendRefused,
    BackendUnreachable,
    Conflict,
    InvalidRequest,
    NotAllowed,
    NotFound,
)
from backend_client.models import EscalatedTo, TicketRequest

TICKET = {"number": "FLT-2026-000123", "kind": "fault", "status": "received"}
Wire = Callable[[httpx.Request], httpx.Response]


@asynccontextmanager
async def client_on(wire: Wire) -> AsyncIterator[BackendClient]:
    """A client at whose other end `wire` answers."""
    transport = httpx.MockTransport(wire)
    async with BackendClient("http://utility", "the-key", transport=transport) as client:
        yield client


def answering(status: int, **parts: object) -> Wire:
    """A backend that answers everything alike."""
    return lambda _: httpx.Response(status, **parts)  # type: ignore[arg-type]


async def test_an_answer_may_grow() -> None:
    """Fields that we do not know are no fault."""
    async with client_on(answering(200, json={**TICKET, "weather": "fog"})) as client:
        assert (await client.ticket("FLT-2026-000123")).status == "received"


@pytest.mark.parametrize(
    "answer",
    [
        {"content": b""},
        {"content": b"<html>Welcome to nginx</html>"},
        {"content": b"\xff\xfe\x00"},
        {"json": None},
        {"json": []},
        {"json": {"number": "FLT-2026-000123"}},
        {"json": {**TICKET, "due_at": "soon"}},
        {"json": {**TICKET, "due_at": "2026-11-23T10:00:00"}},
        {"json": {**TICKET, "escalation_level": "high"}},
    ],
)
async def test_a_success_that_makes_no_sense_is_garbled(answer: dict[str, object]) -> None:
    """Never a KeyError, and never half a ticket."""
    async with client_on(answering(200, **answer)) as client:
        with pytest.raises(BackendGarbled):
            await client.ticket("FLT-2026-000123")


@pytest.mark.parametrize("status", [204, 301, 302, 307])
async def test_a_status_outside_the_contract_is_garbled(status: int) -> None:
    """A redirect is not followed: the key would go along."""
    wire = answering(status, headers={"Location": "http://elsewhere/"})
    async with client_on(wire) as client:
        with pytest.raises(BackendGarbled):
            await client.ticket("FLT-2026-000123")


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_failing_backend_is_unreachable(status: int) -> None:
    """It may be back later; whether a record was made is not known."""
    async with client_on(answering(status, text="oops")) as client:
        with pytest.raises(BackendUnreachable):
            await client.bill("7012345678")


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, InvalidRequest),
        (401, NotAllowed),
        (403, NotAllowed),
        (404, NotFound),
        (409, Conflict),
        (413, InvalidRequest),
        (422, InvalidRequest),
        (429, BackendRefused),
    ],
)
async def test_a_refusal_keeps_its_code_fields_and_facts(
    status: int, error: type[BackendRefused]
) -> None:
    """As the problem document states them."""
    problem = {
        "status": status,
        "code": "some_reason",
        "detail": "for logs",
        "fields": [{"field": "mobile_number", "code": "too_short"}],
        "due_at": "2026-11-24T10:00:00+05:30",
        "ticket_status": "received",
    }
    async with client_on(answering(status, json=problem)) as client:
        with pytest.raises(error) as refused:
            await client.ticket("FLT-2026-000123")
    assert (refused.value.status, refused.value.code) == (status, "some_reason")
    assert refused.value.fields == {"mobile_number": "too_short"}
    assert refused.value.due_at is not None and refused.value.due_at.hour == 10
    assert refused.value.ticket_status == "received"


async def test_a_refused_escalation_names_the_senior_and_since_when() -> None:
    """So that the consumer is told who has the ticket."""
    senior = {"role": "nodal_officer", "contact": "1912", "grade": 7}
    problem = {
        "code": "escalated_recently",
        "escalated_at": "2026-11-23T10:00:00+05:30",
        "escalated_to": senior,
    }
    async with client_on(answering(409, json=problem)) as client:
        with pytest.raises(Conflict) as refused:
            await client.escalate("FLT-2026-000123", None, "draft-1:escalate")
    assert refused.value.escalated_to == EscalatedTo(role="nodal_officer", contact="1912")
    assert refused.value.escalated_at is not None and refused.value.escalated_at.hour == 10


@pytest.mark.parametrize("nonsense", [None, "soon", [], 7, {"contact": "1912"}])
async def test_facts_that_make_no_sense_are_no_facts(nonsense: object) -> None:
    """A refusal stays a refusal without them."""
    problem = {
        "code": "at_the_top",
        "due_at": nonsense,
        "escalated_at": nonsense,
        "escalated_to": nonsense,
    }
    async with client_on(answering(409, json=problem)) as client:
        with pytest.raises(Conflict) as refused:
            await client.escalate("FLT-2026-000123", None, "draft-1:escalate")
    stated = refused.value
    assert (stated.due_at, stated.escalated_at, stated.escalated_to) == (None, None, None)


@pytest.mark.parametrize("answer", [{"text": "Not Found"}, {"json": {"detail": "Not Found"}}])
async def test_a_404_of_some_other_server_is_not_an_unknown_ticket(
    answer: dict[str, object],
) -> None:
    """Nobody is told that their ticket does not exist because an address is wrong."""
    async with client_on(answering(404, **answer)) as client:
        with pytest.raises(BackendGarbled):
            await client.ticket("FLT-2026-000123")


async def test_a_lost_connection_is_tried_once_more_with_the_same_key() -> None:
    """The second attempt may be the one that hears the answer."""
    keys: list[str] = []

    def wire(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["Idempotency-Key"])
        if len(keys) == 1:
            raise httpx.ReadError("connection reset", request=request)
        return httpx.Response(201, json=TICKET)

    async with client_on(wire) as client:
        ticket = await client.report_ticket(TicketRequest(kind="fault"), "draft-1:report")
    assert ticket.number == "FLT-2026-000123"
    assert keys == ["draft-1:report"] * 2


@pytest.mark.parametrize("fault", [httpx.ConnectError, httpx.ConnectTimeout, httpx.ReadTimeout])
async def test_no_answer_twice_is_unreachable(fault: type[httpx.TransportError]) -> None:
    """Two attempts, not a hundred."""
    attempts: list[httpx.Request] = []

    def wire(request: httpx.Request) -> httpx.Response:
        attempts.append(request)
        raise fault("away", request=request)

    async with client_on(wire) as client:
        with pytest.raises(BackendUnreachable):
            await client.tickets_of(mobile_number="9876543210")
    assert len(attempts) == 2


async def test_a_refusal_is_not_repeated() -> None:
    """It would be refused again."""
    attempts: list[httpx.Request] = []

    def wire(request: httpx.Request) -> httpx.Response:
        attempts.append(request)
        return httpx.Response(409, json={"code": "not_due_yet"})

    async with client_on(wire) as client:
        with pytest.raises(Conflict):
            await client.escalate("FLT-2026-000123", None, "draft-1:escalate")
    assert len(attempts) == 1


@pytest.mark.parametrize("number", ["../../consumers/7012345678", "a/b?c#d", "a%2Fb", "नंबर"])
async def test_a_number_stays_one_part_of_the_address(number: str) -> None:
    """Whatever somebody types as a ticket number."""
    asked: list[str] = []

    def wire(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path.decode())
        return httpx.Response(200, json=TICKET)

    async with client_on(wire) as client:
        await client.ticket(number)
    assert asked[0].startswith("/api/v1/tickets/")
    assert asked[0].count("/") == 4 and "?" not in asked[0]


@pytest.mark.parametrize("number", ["", " ", ".", ".."])
async def test_a_number_of_nothing_is_not_asked_for(number: str) -> None:
    """`..` would be another address."""
    async with client_on(answering(200, json=TICKET)) as client:
        with pytest.raises(NotFound):
            await client.ticket(number)


async def test_the_key_goes_with_every_request() -> None:
    """As a bearer key."""
    seen: list[str] = []

    def wire(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["Authorization"])
        return httpx.Response(200, json=[])

    async with client_on(wire) as client:
        await client.outages("Barra")
    assert seen == ["Bearer the-key"]
