"""The rules of the contract that no schema can say: keys, owners, repetitions, refusals."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conformance.conftest import Server
from tests.conformance.port import NEEDED
from tests.conformance.reports import (
    application,
    code_of,
    fault,
    made,
    mobile_number,
    with_key,
)

DOCUMENT = Path(__file__).parents[2] / "backend_client" / "openapi.json"
READS = ("/tickets/FLT-2026-000001", "/applications/NC-2026-000001", "/consumers/7012345678")


@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "x"}])
def test_nothing_is_shown_or_made_without_the_key(server: Server, header: dict[str, str]) -> None:
    """401 as a problem document, for reading and for writing."""
    with httpx.Client(base_url=f"{server.url}/api/v1", headers=header, timeout=30) as stranger:
        for path in READS:
            assert code_of(stranger.get(path), 401)
        body = fault()
        assert code_of(stranger.post("/tickets", json=body, headers=with_key()), 401)
        with server.client() as known:
            query = {"mobile_number": body["mobile_number"]}
            assert known.get("/tickets", params=query).json() == []


def test_a_repeated_request_makes_one_record(utility: httpx.Client) -> None:
    """The same key and body hear the same number, another body under the key is refused."""
    body, key = fault(), with_key()
    first = utility.post("/tickets", json=body, headers=key)
    again = utility.post("/tickets", json=body, headers=key)
    assert first.json()["number"] == again.json()["number"]
    other = utility.post("/tickets", json=fault(), headers=key)
    assert code_of(other, 422) == "key_reused"
    assert code_of(utility.post("/tickets", json=fault()), 400) == "key_missing"


def test_a_second_report_of_one_matter_joins_the_first(utility: httpx.Client) -> None:
    """200 instead of 201, the same number, and `joined`."""
    body = fault()
    first = made(utility, "/tickets", body)
    second = utility.post("/tickets", json=body, headers=with_key())
    assert (second.status_code, second.json()["number"]) == (200, first["number"])
    assert second.json()["joined"] and not first["joined"]


def test_numbers_and_moments_have_their_form(utility: httpx.Client) -> None:
    """PREFIX-YYYY-NNNNNN; every moment bears its offset; a ticket has its deadline ahead."""
    ticket = made(utility, "/tickets", fault())
    assert re.fullmatch(r"FLT-\d{4}-\d{6,}", ticket["number"])
    created, due = (datetime.fromisoformat(ticket[name]) for name in ("created_at", "due_at"))
    assert created.tzinfo and due.tzinfo and due > created
    applied = made(utility, "/applications", application())
    assert re.fullmatch(r"NC-\d{4}-\d{6,}", applied["number"])


def test_a_record_is_found_again_by_its_number_and_its_owner(utility: httpx.Client) -> None:
    """And by nobody else's mobile number."""
    mine = fault()
    ticket = made(utility, "/tickets", mine)
    assert utility.get(f"/tickets/{ticket['number']}").json()["number"] == ticket["number"]
    own = utility.get("/tickets", params={"mobile_number": mine["mobile_number"]}).json()
    assert [one["number"] for one in own] == [ticket["number"]]
    others = utility.get("/tickets", params={"mobile_number": mobile_number()}).json()
    assert others == []
    assert code_of(utility.get("/tickets"), 422) == "invalid"


@pytest.mark.parametrize("path", READS)
def test_what_does_not_exist_is_not_found(utility: httpx.Client, path: str) -> None:
    """404 as a problem document."""
    unknown = path.rsplit("/", 1)[0] + "/XX-1999-999999"
    assert code_of(utility.get(unknown), 404)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "wish"},
        {"subtype": "high_bill"},
        {"mobile_number": "12345"},
        {"account_number": "seventy"},
        {"load_kw": -2},
        {"load_kw": 0},
        {"load_kw": "1e400"},
        {"amount": -1},
        {"payment_date": "31.02.2026"},
        {"payment_date": "2026-02-30"},
        {"pincode": "000000"},
        {"language": "fr"},
        {"description": "x" * 5000},
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(
    utility: httpx.Client, wrong: dict[str, Any]
) -> None:
    """422 with the field; nothing is recorded under the mobile number."""
    body = {**fault(), **wrong}
    refused = utility.post("/tickets", json=body, headers=with_key())
    assert code_of(refused, 422) == "invalid"
    assert refused.json()["fields"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"load_kw": -1}, "invalid"),
        ({"connection_category": "palace"}, "invalid"),
        ({"person_name": ""}, "invalid"),
        ({"consent": None}, "consent_missing"),
        ({"consent": {"given": False, "text_language": "hi", "at": "now"}}, "consent_missing"),
        (
            {"consent": {"given": True, "text_language": "hi", "at": "2026-11-23T10:00:00"}},
            "consent_missing",
        ),
    ],
)
def test_an_application_needs_sense_and_consent(
    utility: httpx.Client, wrong: dict[str, Any], code: str
) -> None:
    """A negative load, no name, a consent without its moment."""
    body = {**application(), **wrong}
    assert code_of(utility.post("/applications", json=body, headers=with_key()), 422) == code


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'"x"', b"\xff", b"{" * 2000])
def test_what_is_no_request_is_refused(utility: httpx.Client, body: bytes) -> None:
    """Neither JSON nor an object."""
    headers = {**with_key(), "Content-Type": "application/json"}
    assert code_of(utility.post("/tickets", content=body, headers=headers), 422) == "invalid"


def test_before_its_time_nothing_is_escalated_or_reopened(utility: httpx.Client) -> None:
    """409 with the deadline and the status, which the bot tells."""
    ticket = made(utility, "/tickets", fault())
    path = f"/tickets/{ticket['number']}"
    early = utility.post(f"{path}/escalate", json={}, headers=with_key())
    assert code_of(early, 409) == "not_due_yet"
    assert datetime.fromisoformat(early.json()["due_at"]).tzinfo
    still = utility.post(f"{path}/reopen", json={}, headers=with_key())
    assert code_of(still, 409) == "still_open"
    assert still.json()["ticket_status"] == "received"


def test_no_demand_note_is_told_before_there_is_one(utility: httpx.Client) -> None:
    """409 with the application's status; no sum is made up."""
    applied = made(utility, "/applications", application())
    demand = utility.get(f"/applications/{applied['number']}/demand")
    assert code_of(demand, 409) == "not_issued_yet"
    assert demand.json()["application_status"] == applied["status"]


def test_a_place_nobody_knows_is_no_error(utility: httpx.Client) -> None:
    """Somebody lives there all the same."""
    place = utility.get("/places", params={"text": "Zzyxwood Enclave"})
    assert place.status_code == 200 and place.json()["known"] is False
    assert utility.get("/outages", params={"locality": "Zzyxwood Enclave"}).json() == []


def test_what_the_product_calls_stands_in_the_contract() -> None:
    """A utility that reads the document misses nothing."""
    paths = json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"]
    stated = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    assert stated >= NEEDED
