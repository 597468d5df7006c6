"""Interruptions: incidents of many reports, and what the control room declares and ends."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend_client import BackendClient
from backend_client.models import Ticket
from reference_backend.utility_data import utilities
from tests.contract.requests import fault, new_key
from tests.contract.staff import Staff

ENOUGH = utilities()["kesco"].incidents.tickets


async def reports(
    backend: BackendClient, locality: str, count: int, first: int = 0, **said: Any
) -> list[Ticket]:
    """So many people of one place report a dead supply, one after the other."""
    return [
        await backend.report_ticket(
            fault(locality=locality, mobile_number=f"98{first + one:08d}", **said), new_key()
        )
        for one in range(count)
    ]


async def test_many_reports_of_one_place_are_one_incident(backend: BackendClient) -> None:
    """Everybody keeps a ticket of their own; the work order and the deadline are one."""
    tickets = await reports(backend, "Jajmau", ENOUGH - 1)
    assert await backend.outages("Jajmau") == []
    last, later = await reports(backend, "jajmao", 2, first=500)
    (incident,) = await backend.outages("Jajmau")
    assert incident.source == "reports"
    assert (last.outage_number, later.outage_number) == (incident.number, incident.number)
    now = [await backend.ticket(one.number) for one in (*tickets, last, later)]
    assert {one.outage_number for one in now} == {incident.number}
    assert {one.due_at for one in now} == {incident.due_at}
    assert incident.due_at == tickets[0].due_at
    assert incident.affected == 1 + ENOUGH
    assert len({one.number for one in now}) == ENOUGH + 1


async def test_one_block_in_the_dark_says_nothing_of_the_next(backend: BackendClient) -> None:
    """Reports of Barra 2 and Barra 3 are not added up, and a low voltage is no outage."""
    half = ENOUGH // 2
    await reports(backend, "Barra 2", half)
    await reports(backend, "Barra 3", ENOUGH - half, first=100)
    await reports(backend, "Barra 2", ENOUGH, first=200, subtype="low_voltage")
    assert await backend.outages("Barra 2") == await backend.outages("Barra 3") == []


async def test_the_same_person_again_is_no_crowd(backend: BackendClient) -> None:
    """A report that is added to an open ticket does not count twice."""
    for _ in range(ENOUGH + 1):
        await backend.report_ticket(fault(locality="Jajmau"), new_key())
    assert await backend.outages("Jajmau") == []


async def test_the_control_room_declares_what_reports_have_shown(
    backend: BackendClient, staff: Staff
) -> None:
    """The incident is taken over, not doubled; its people are told of reason and hour."""
    ticket = (await reports(backend, "Jajmau", ENOUGH))[0]
    (incident,) = await backend.outages("Jajmau")
    until = (datetime.now(UTC) + timedelta(hours=3)).isoformat()
    body = {
        "localities": ["Jajmau", "Wajidpur"],
        "feeder": "Jajmau-2",
        "reason": "cable_fault",
        "expected_restoration": until,
    }
    declared = await staff.post("/outages", body)
    assert declared.status_code == 201, declared.text
    assert declared.json()["number"] == incident.number
    assert (declared.json()["source"], declared.json()["feeder"]) == ("declared", "Jajmau-2")
    (told,) = await backend.outages("Wajidpur")
    assert (told.number, told.locality) == (incident.number, "Wajidpur")
    (later,) = await reports(backend, "Wajidpur", 1, first=900)
    assert later.outage is not None and later.outage.expected_restoration is not None
    assert (staff.kinds(ticket.number))[-1] == "outage.declared"
    again = await staff.post("/outages", {"localities": ["Wajidpur"]})
    assert (again.status_code, again.json()["code"]) == (409, "already_declared")


async def test_two_incidents_with_one_cause_become_one(
    backend: BackendClient, staff: Staff
) -> None:
    """All tickets go on under one number."""
    await reports(backend, "Barra 2", ENOUGH)
    await reports(backend, "Barra 3", ENOUGH, first=100)
    declared = await staff.post("/outages", {"localities": ["Barra"]})
    outage = declared.json()
    for block in ("Barra 2", "Barra 3", "Barra 7"):
        assert [one.number for one in await backend.outages(block)] == [outage["number"]]
    assert outage["affected"] == 2 * ENOUGH


async def test_another_hour_is_told_and_a_past_one_refused(
    backend: BackendClient, staff: Staff
) -> None:
    """Each change of the expected hour is an event of every ticket."""
    ticket = (await reports(backend, "Jajmau", ENOUGH))[0]
    (incident,) = await backend.outages("Jajmau")
    path = f"/outages/{incident.number}/news"
    until = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
    for _ in range(2):  # the same hour again is no news
        news = await staff.post(path, {"expected_restoration": until})
        assert news.status_code == 200, news.text
    assert (staff.kinds(ticket.number)).count("outage.expected") == 1
    past = await staff.post(path, {"expected_restoration": "2026-01-01T10:00:00+05:30"})
    assert (past.status_code, past.json()["code"]) == (422, "invalid")


async def test_when_the_supply_is_back_everybody_is_asked(
    backend: BackendClient, staff: Staff
) -> None:
    """Each ticket is resolved with a question; who says no is heard with the ticket they have."""
    tickets = await reports(backend, "Jajmau", ENOUGH)
    (incident,) = await backend.outages("Jajmau")
    path = f"/outages/{incident.number}/restore"
    assert (await staff.post(path, {})).status_code == 200
    assert (await staff.post(path, {})).json()["code"] == "already_restored"
    assert await backend.outages("Jajmau") == []
    for one in tickets:
        assert (await backend.ticket(one.number)).status == "resolved"
        assert (staff.kinds(one.number))[-1] == "outage.restored"
    still_dark = await backend.reopen(tickets[0].number, "abhi bhi andhera hai", new_key())
    assert still_dark.status == "reopened"
    assert still_dark.due_at is not None and incident.due_at is not None
    assert still_dark.due_at < incident.due_at


async def test_a_new_fault_after_the_supply_was_back_is_a_new_matter(
    backend: BackendClient, staff: Staff
) -> None:
    """It does not hang on an interruption that is over."""
    await reports(backend, "Jajmau", ENOUGH)
    (incident,) = await backend.outages("Jajmau")
    await staff.post(f"/outages/{incident.number}/restore", {})
    (fresh,) = await reports(backend, "Jajmau", 1, first=700)
    assert fresh.outage_number is None


async def test_a_planned_shutdown_is_announced_and_explains_nothing_before_it_begins(
    backend: BackendClient, staff: Staff
) -> None:
    """Who asks is told of tomorrow; a fault of today is a fault of today."""
    start = datetime.now(UTC) + timedelta(days=1)
    body = {
        "localities": ["Jajmau"],
        "planned": True,
        "reason": "planned_maintenance",
        "started_at": start.isoformat(),
        "expected_restoration": (start + timedelta(hours=4)).isoformat(),
    }
    assert (await staff.post("/outages", body)).status_code == 201
    assert await backend.outages("Jajmau") == []
    (ahead,) = await backend.outages("Jajmau", announced=True)
    assert ahead.planned and ahead.started_at is not None and ahead.started_at > datetime.now(UTC)
    (ticket,) = await reports(backend, "Jajmau", 1)
    assert ticket.outage_number is None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "localities"),
        ({"feeder": "nobody-knows-it"}, "localities"),
        ({"localities": ["Atlantis"]}, "localities.0"),
        ({"localities": ["Jajmau"], "started_at": "yesterday"}, "started_at"),
        ({"localities": ["Jajmau"], "started_at": "0001-01-01T00:00:00+05:30"}, "started_at"),
        ({"localities": ["Jajmau"], "started_at": "2026-11-01T00:00:00"}, "started_at"),
        (
            {
                "localities": ["Jajmau"],
                "started_at": "2026-11-02T00:00:00Z",
                "expected_restoration": "2026-11-01T00:00:00Z",
            },
            "body",
        ),
    ],
)
async def test_what_cannot_be_an_interruption_is_refused_by_name(
    staff: Staff, body: dict[str, Any], field: str
) -> None:
    """Places that nobody knows, and hours that no calendar holds."""
    refused = await staff.post("/outages", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert field in [fault["field"] for fault in refused.json()["fields"]]


async def test_the_control_room_sees_all_that_lasts(backend: BackendClient, staff: Staff) -> None:
    """Declared, planned and made of reports; not what is over."""
    await reports(backend, "Jajmau", ENOUGH)
    listed = await staff.listed("/outages/lasting")
    assert {one["locality"] for one in listed} >= {"Jajmau", "Kidwai Nagar"}
    (incident,) = await backend.outages("Jajmau")
    await staff.post(f"/outages/{incident.number}/restore", {})
    listed = await staff.listed("/outages/lasting", utility="kesco")
    assert incident.number not in [one["number"] for one in listed]
    over = await staff.http.get(f"/outages/{incident.number}")
    assert over.json()["ended_at"] is not None
