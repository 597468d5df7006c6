"""A new connection from documents to supply, and what each side is told of it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend_client import BackendClient
from backend_client.models import Application
from tests.contract.requests import application, new_key
from tests.contract.staff import Staff

NOTE = {
    "total": 3198,
    "components": [
        {"key": "metering", "amount": 2800, "source": "cost data book", "as_of": "2026-01-01"},
        {"key": "service_line", "amount": 398, "source": "cost data book", "as_of": "2026-01-01"},
    ],
}
RAIPUR = {"locality": "Telibandha", "pincode": "492006", "address": "12 Telibandha"}


def ago(**time: float) -> str:
    """A moment that is past."""
    return (datetime.now(UTC) - timedelta(**time)).isoformat()


async def paid(
    backend: BackendClient, staff: Staff, paid_at: str | None = None, **said: Any
) -> Application:
    """An application whose demand note is paid."""
    made = await backend.apply(application(**said), new_key())
    path = f"/applications/{made.number}"
    await staff.done(f"{path}/documents", {"survey_on": "2026-11-25"})
    await staff.done(f"{path}/survey", {"feasible": True})
    await staff.done(f"{path}/demand", NOTE)
    payment = {"amount": 3198, "reference": f"UTR{made.number}", "paid_at": paid_at}
    await staff.done(f"{path}/payment", payment)
    return await backend.application(made.number)


async def test_the_way_from_documents_to_supply(backend: BackendClient, staff: Staff) -> None:
    """Every step is told to the applicant at once, the demand with its amount."""
    made = await paid(backend, staff)
    await staff.done("/meters", {"utility": "kesco", "phase": "single", "added": 5})
    path = f"/applications/{made.number}"
    assert (await staff.done(f"{path}/work-order"))["status"] == "work_order"
    assert (await staff.done(f"{path}/energise", {"meter_number": "M1"}))["next_step"] == "done"
    assert staff.kinds(made.number) == [
        "application.survey_pending",
        "application.survey_done",
        "application.demand_issued",
        "application.paid",
        "application.work_order",
        "application.energised",
    ]
    demand = staff.events(made.number)[2]
    assert demand.facts["amount"] == 3198 and "issued_on" in demand.facts
    (stock,) = await staff.listed("/meters", utility="kesco")
    assert stock == {"utility": "kesco", "phase": "single", "in_store": 4}


async def test_the_demand_note_is_the_billing_systems(backend: BackendClient, staff: Staff) -> None:
    """Each line with its source and date; lines that do not add up are refused."""
    made = await backend.apply(application(), new_key())
    path = f"/applications/{made.number}"
    await staff.done(f"{path}/documents")
    await staff.done(f"{path}/survey", {"feasible": True})
    wrong = await staff.post(f"{path}/demand", {**NOTE, "total": 3200})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid")
    await staff.done(f"{path}/demand", NOTE)
    demand = await backend.demand(made.number)
    assert (demand.total, demand.paid) == (3198, False)
    assert [(line.key, line.source, str(line.as_of)) for line in demand.components] == [
        ("metering", "cost data book", "2026-01-01"),
        ("service_line", "cost data book", "2026-01-01"),
    ]


@pytest.mark.parametrize(
    ("place", "days"),
    [
        ({}, 3),
        ({**RAIPUR, "area": "urban"}, 3),
        ({**RAIPUR, "area": "rural"}, 5),
    ],
)
async def test_the_clock_runs_from_payment(
    backend: BackendClient, staff: Staff, place: dict[str, str], days: int
) -> None:
    """Three days in towns, five in villages; before payment there is no day to name."""
    fresh = await backend.apply(application(**place), new_key())
    assert fresh.due_at is None
    made = await paid(backend, staff, ago(hours=1), **place)
    assert made.paid_at is not None and made.due_at is not None
    assert made.due_at - made.paid_at == timedelta(days=days)


@pytest.mark.parametrize(
    ("area", "hours", "points"), [("urban", 11, 1), ("urban", 13, 0), ("rural", 23, 1)]
)
async def test_points_are_the_staffs_own_matter(
    backend: BackendClient, staff: Staff, area: str, hours: float, points: int
) -> None:
    """Within 12 hours in towns and 24 in villages; no applicant is told of either."""
    made = await paid(backend, staff, ago(hours=hours), **RAIPUR, area=area)
    await staff.done("/meters", {"utility": "cspdcl", "phase": "single", "added": 1})
    path = f"/applications/{made.number}"
    await staff.done(f"{path}/work-order")
    told = await staff.done(f"{path}/energise", {"meter_number": "M2"})
    assert "staff_points" not in told
    assert all("points" not in event.facts for event in staff.events(made.number))
    (division,) = await staff.listed("/connections/points", utility="cspdcl")
    assert division == {
        "utility": "cspdcl",
        "division": "Raipur",
        "energised": 1,
        "points": points,
    }


async def test_the_nodal_officer_sees_what_is_late_and_why(
    backend: BackendClient, staff: Staff
) -> None:
    """Only paid connections whose day has passed, the latest first, with what they wait for."""
    without_meter = await paid(backend, staff, ago(days=5), **RAIPUR, area="urban", phase="three")
    longer = await paid(backend, staff, ago(days=9), **RAIPUR, area="urban")
    await paid(backend, staff, ago(days=4), **RAIPUR, area="rural")
    await staff.done("/meters", {"utility": "cspdcl", "phase": "single", "added": 1})
    await staff.done(f"/applications/{longer.number}/work-order")
    late = await staff.listed("/connections/late", utility="cspdcl")
    assert [(one["number"], one["waits_for"]) for one in late] == [
        (longer.number, "supply"),
        (without_meter.number, "meter"),
    ]
    assert late[1]["hours_late"] == 48
    assert late[0]["nodal_contact"] == "0771-2574126"
    assert await staff.listed("/connections/late", utility="kesco") == []


async def test_the_last_meter_goes_to_one_connection(backend: BackendClient, staff: Staff) -> None:
    """Two work orders at the same moment; the other says what is missing."""
    both = [await paid(backend, staff) for _ in range(2)]
    await staff.done("/meters", {"utility": "kesco", "phase": "single", "added": 1})
    answers = await asyncio.gather(
        *(staff.post(f"/applications/{one.number}/work-order") for one in both)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    (refused,) = [answer.json() for answer in answers if answer.status_code == 409]
    assert refused["code"] == "no_meter"
    taken = await staff.post("/meters", {"utility": "kesco", "phase": "single", "added": -1})
    assert taken.json()["code"] == "no_meter"


async def test_missing_documents_are_named(backend: BackendClient, staff: Staff) -> None:
    """The application waits where it is until they are there."""
    made = await backend.apply(application(), new_key())
    told = await staff.done(
        f"/applications/{made.number}/documents", {"missing": ["identity_proof"]}
    )
    assert (told["status"], told["missing_documents"]) == ("received", ["identity_proof"])
    (event,) = staff.events(made.number)
    assert event.kind == "application.documents_missing"
    told = await staff.done(f"/applications/{made.number}/documents")
    assert (told["status"], told["missing_documents"]) == ("survey_pending", [])


async def test_a_rejection_has_a_reason(backend: BackendClient, staff: Staff) -> None:
    """And a paid connection is not rejected any more."""
    made = await backend.apply(application(), new_key())
    path = f"/applications/{made.number}"
    await staff.done(f"{path}/documents")
    bare = await staff.post(f"{path}/survey", {"feasible": False})
    assert bare.status_code == 422
    told = await staff.done(f"{path}/survey", {"feasible": False, "reason": "dues at premises"})
    assert (told["status"], told["rejected_reason"]) == ("rejected", "dues at premises")
    settled = await paid(backend, staff)
    late = await staff.post(f"/applications/{settled.number}/reject", {"reason": "no"})
    assert (late.status_code, late.json()["code"]) == (409, "not_allowed_now")


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("survey", {"feasible": True}),
        ("demand", NOTE),
        ("payment", {"amount": 3198, "reference": "U1"}),
        ("work-order", {}),
        ("energise", {"meter_number": "M1"}),
    ],
)
async def test_no_step_comes_before_its_turn(
    backend: BackendClient, staff: Staff, step: str, body: dict[str, Any]
) -> None:
    """The refusal says how the application stands, and nothing has changed."""
    made = await backend.apply(application(), new_key())
    refused = await staff.post(f"/applications/{made.number}/{step}", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_allowed_now")
    assert refused.json()["application_status"] == "received"
    assert await backend.application(made.number) == made
    unknown = await staff.post(f"/applications/NC-2026-999999/{step}", body)
    assert unknown.status_code == 404


@pytest.mark.parametrize(
    ("payment", "status", "code"),
    [
        ({"amount": 3000, "reference": "U1"}, 409, "amount_differs"),
        ({"amount": -3198, "reference": "U1"}, 422, "invalid"),
        ({"amount": 3198, "reference": "U1", "paid_at": "2099-01-01T00:00:00Z"}, 422, "invalid"),
        ({"amount": 3198, "reference": "U1", "paid_at": "31.02.2026"}, 422, "invalid"),
        ({"amount": 3198, "reference": ""}, 422, "invalid"),
    ],
)
async def test_a_payment_that_cannot_be_is_refused(
    staff: Staff, payment: dict[str, Any], status: int, code: str
) -> None:
    """Another sum, a negative one, one of tomorrow, one of no day."""
    refused = await staff.post("/applications/NC-2026-000123/payment", payment)
    assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_a_payment_is_posted_once(staff: Staff) -> None:
    """A repeated request hears the first answer, another one that it is paid."""
    body = {"amount": 3198, "reference": "U1"}
    headers = {"Idempotency-Key": new_key()}
    path = "/applications/NC-2026-000123/payment"
    first = await staff.http.post(path, json=body, headers=headers)
    again = await staff.http.post(path, json=body, headers=headers)
    assert first.status_code == again.status_code == 200 and first.json() == again.json()
    assert (await staff.post(path, body)).json()["code"] == "not_allowed_now"
