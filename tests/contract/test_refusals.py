"""What the backend does not accept, said in problem documents that programs can read."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend_client import BackendClient, NotAllowed
from tests.contract.conftest import KEY

ALLOWED = {
    "Authorization": f"Bearer {KEY}",
    "Idempotency-Key": "a-key-of-length",
    "Content-Type": "application/json",
}


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What is refused never reaches the records, so one kind of database is enough."""
    return f"sqlite:///{tmp_path / 'backend.db'}"


async def answer(url: str, path: str, body: Any, **headers: str) -> httpx.Response:
    """The answer to a request as some other caller might send it."""
    async with httpx.AsyncClient(base_url=url, timeout=20) as http:
        written = json.dumps(body)  # escapes half a surrogate pair, which httpx would not send
        return await http.post(f"/api/v1/{path}", content=written, headers={**ALLOWED, **headers})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mobile_number", "987654321"),
        ("mobile_number", "1234567890"),
        ("mobile_number", "९८७६५४३२१०"),
        ("account_number", "12345"),
        ("account_number", "12345678901"),
        ("pincode", "012345"),
        ("load_kw", 0),
        ("load_kw", 10_000_000),
        ("load_kw", "hundred lakh"),
        ("subtype", "high_bill"),
        ("kind", "homework"),
        ("description", "a" * 5000),
        ("payment_date", "yesterday"),
        ("details", {"key": ["not text"]}),
    ],
)
async def test_a_wrong_value_is_refused_by_name(
    backend_url: str, field: str, value: object
) -> None:
    """422 with the field, and nothing recorded."""
    refused = await answer(backend_url, "tickets", {"kind": "fault", field: value})
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (422, "invalid")
    assert refused.headers["content-type"] == "application/problem+json"
    named = {fault["field"].split(".")[0] for fault in problem["fields"]}
    assert named <= {field, "body"}


@pytest.mark.parametrize("path", ["tickets", "tickets/FLT-2026-000123/escalate", "applications"])
@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"kind": "fault", "description": "\xff"}',
        b"[" * 30_000,
        b"[" * 900 + b"]" * 900,
        b'{"details":' * 30_000,
        b'{"kind": "fault", "load_kw": ' + b"9" * 5000 + b"}",
    ],
    ids=["half", "list", "text", "utf16", "latin1", "brackets", "lists", "objects", "digits"],
)
async def test_a_body_that_is_no_request_is_refused(
    backend_url: str, path: str, body: bytes
) -> None:
    """422 with a problem document, whatever it is."""
    async with httpx.AsyncClient(base_url=backend_url, headers=ALLOWED, timeout=20) as http:
        refused = await http.post(f"/api/v1/{path}", content=body)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["code"] in ("invalid", "consent_missing")


@pytest.mark.parametrize("body", [b"", b"null"])
async def test_a_report_of_nothing_is_refused(backend_url: str, body: bytes) -> None:
    """An escalation may go without words, a report not."""
    async with httpx.AsyncClient(base_url=backend_url, headers=ALLOWED, timeout=20) as http:
        refused = await http.post("/api/v1/tickets", content=body)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")


@pytest.mark.parametrize("depth", [3, 100, 300, 450, 600, 900])
@pytest.mark.parametrize("field", ["details", "description", "unknown"])
async def test_nothing_is_nested_deep_enough_to_break_the_backend(
    backend_url: str, depth: int, field: str
) -> None:
    """A field that nobody knows is ignored, any other refused."""
    deep = '{"a":' * depth + "1" + "}" * depth
    nested = f'{{"kind": "hazard", "{field}": {deep}}}'
    async with httpx.AsyncClient(base_url=backend_url, headers=ALLOWED, timeout=20) as http:
        heard = await http.post("/api/v1/tickets", content=nested)
    assert heard.status_code == (201 if field == "unknown" else 422)


@pytest.mark.parametrize("key", ["1", "short", "a key with spaces", "x" * 200, "~!{}[]\"'", "§"])
async def test_any_printable_key_will_do(backend_url: str, key: str) -> None:
    """The contract does not say how long it is."""
    headers = {**ALLOWED, "Idempotency-Key": key}
    async with httpx.AsyncClient(base_url=backend_url, timeout=20) as http:
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        first = await http.post("/api/v1/tickets", json={"kind": "hazard"}, headers=raw)
        again = await http.post("/api/v1/tickets", json={"kind": "hazard"}, headers=raw)
    assert first.status_code == 201
    assert again.json() == first.json()


@pytest.mark.parametrize("key", ["", "x" * 201])
async def test_a_post_needs_a_key(backend_url: str, key: str) -> None:
    """400, so that no caller forgets it."""
    refused = await answer(backend_url, "tickets", {"kind": "fault"}, **{"Idempotency-Key": key})
    assert (refused.status_code, refused.json()["code"]) == (400, "key_missing")


@pytest.mark.parametrize("consent", [None, {}, {"given": False}])
async def test_no_application_without_consent(
    backend_url: str, consent: dict[str, object] | None
) -> None:
    """422 with a code of its own."""
    body = {
        "person_name": "Sunita",
        "mobile_number": "9876543210",
        "connection_category": "domestic",
        "load_kw": 2,
        "consent": consent and {**consent, "text_language": "hi", "at": "2026-11-23T10:00:00Z"},
    }
    refused = await answer(backend_url, "applications", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "consent_missing")


async def test_a_wrong_bearer_key_sees_nothing(backend_url: str) -> None:
    """401 everywhere under /api; health is open."""
    async with BackendClient(backend_url, "another key") as stranger:
        with pytest.raises(NotAllowed):
            await stranger.bill("7012345678")
    async with httpx.AsyncClient(base_url=backend_url, timeout=20) as http:
        assert (await http.get("/api/v1/tickets/FLT-2026-000123")).status_code == 401
        assert (await http.post("/api/v1/tickets", content=b"{")).status_code == 401
        assert (await http.get("/health/live")).status_code == 200
        assert (await http.get("/health/ready")).status_code == 200


async def test_a_list_needs_somebody_whose_it_is(backend_url: str) -> None:
    """Nobody lists everything."""
    async with httpx.AsyncClient(base_url=backend_url, headers=ALLOWED, timeout=20) as http:
        refused = await http.get("/api/v1/tickets")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
