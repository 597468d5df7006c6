"""How a ticket goes from hand to hand, and who may close it."""

from typing import Any

import httpx
import pytest

from backend_client import BackendClient, Conflict
from tests.contract.requests import fault, new_key
from tests.contract.staff import Staff

CLOSED = "FLT-2026-000124"


async def step(staff: Staff, number: str, status: str, **more: Any) -> httpx.Response:
    """One step by the staff."""
    return await staff.post(f"/tickets/{number}/status", {"status": status, **more})


async def through(staff: Staff, number: str, *statuses: str) -> None:
    for status in statuses:
        assert (await step(staff, number, status)).status_code == 200


async def test_a_ticket_goes_from_hand_to_hand(backend: BackendClient, staff: Staff) -> None:
    """Received, assigned, in progress, resolved, confirmed by the consumer; all of it on record."""
    ticket = await backend.report_ticket(fault(), new_key())
    assert ticket.officer is not None and ticket.officer.role == "junior_engineer"
    await through(staff, ticket.number, "assigned", "in_progress", "resolved")
    confirmed = await backend.confirm(ticket.number, new_key())
    assert (confirmed.status, confirmed.closed_by) == ("confirmed", "consumer")
    happened = await backend.events(ticket.number)
    assert [event.kind for event in happened] == [
        "ticket.received",
        "ticket.assigned",
        "ticket.in_progress",
        "ticket.resolved",
        "ticket.confirmed",
    ]
    assert [event.by for event in happened] == ["consumer", "staff", "staff", "staff", "consumer"]
    assert "code" not in str([event.facts for event in happened])


@pytest.mark.parametrize("wanted", ["in_progress", "resolved", "closed"])
async def test_no_step_is_left_out(backend: BackendClient, staff: Staff, wanted: str) -> None:
    """The refusal names the steps that may follow, and nothing has happened."""
    ticket = await backend.report_ticket(fault(), new_key())
    refused = await step(staff, ticket.number, wanted)
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    problem = refused.json()
    assert (problem["code"], problem["ticket_status"]) == ("not_allowed_now", "received")
    assert problem["allowed"] == ["assigned"]
    assert (await backend.ticket(ticket.number)).status == "received"


@pytest.mark.parametrize(
    "body",
    [{}, {"status": "confirmed"}, {"status": "disputed"}, {"status": "closed", "code": "12"}, []],
)
async def test_what_is_no_step_is_refused(
    backend: BackendClient, staff: Staff, body: object
) -> None:
    """Yes and no are the consumer's to say."""
    ticket = await backend.report_ticket(fault(), new_key())
    headers = {"Idempotency-Key": new_key()}
    answer = await staff.http.post(f"/tickets/{ticket.number}/status", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_an_officer_by_name_and_another_wing(backend: BackendClient, staff: Staff) -> None:
    """Whoever is named stays in charge; a ticket may change hands while it is worked on."""
    ticket = await backend.report_ticket(fault(), new_key())
    officer = {"role": "junior_engineer", "name": "R. K. Pal", "contact": "9400000001"}
    await step(staff, ticket.number, "assigned", officer=officer, by="SE Circle-2")
    named = (await backend.ticket(ticket.number)).officer
    assert named is not None and named.model_dump() == officer
    await step(staff, ticket.number, "in_progress")
    await step(staff, ticket.number, "assigned", wing="testing")
    handed_on = await backend.ticket(ticket.number)
    assert (handed_on.status, handed_on.wing) == ("assigned", "testing")
    assert handed_on.officer is not None and handed_on.officer.role == "assistant_engineer"
    assert (await backend.events(ticket.number))[1].by == "SE Circle-2"


async def test_nobody_closes_without_the_consumer(backend: BackendClient, staff: Staff) -> None:
    """Neither without a code nor with a guessed one; five guesses are all, also with new keys."""
    ticket = await backend.report_ticket(fault(), new_key())
    await through(staff, ticket.number, "assigned", "in_progress")
    assert (await step(staff, ticket.number, "closed")).json()["code"] == "code_needed"
    guesses = [await step(staff, ticket.number, "closed", code=f"{one:06d}") for one in range(6)]
    codes = [guess.json()["code"] for guess in guesses]
    assert codes == ["code_wrong"] * 5 + ["code_exhausted"]
    assert {guess.headers["content-type"] for guess in guesses} == {"application/problem+json"}
    await through(staff, ticket.number, "resolved")
    assert (await step(staff, ticket.number, "closed", code="123456")).status_code == 409
    assert (await backend.ticket(ticket.number)).status == "resolved"


async def test_a_wrong_code_that_is_repeated_counts_once(
    backend: BackendClient, staff: Staff
) -> None:
    """The same request hears the same refusal."""
    ticket = await backend.report_ticket(fault(), new_key())
    await through(staff, ticket.number, "assigned", "in_progress")
    headers = {"Idempotency-Key": new_key()}
    body = {"status": "closed", "code": "123456"}
    path = f"/tickets/{ticket.number}/status"
    answers = [await staff.http.post(path, json=body, headers=headers) for _ in range(7)]
    assert {answer.json()["code"] for answer in answers} == {"code_wrong"}


async def test_a_yes_before_the_work_is_done_is_refused(backend: BackendClient) -> None:
    """And a yes after silence still counts; a second one changes nothing."""
    ticket = await backend.report_ticket(fault(), new_key())
    with pytest.raises(Conflict) as refused:
        await backend.confirm(ticket.number, new_key())
    assert (refused.value.code, refused.value.ticket_status) == ("not_resolved", "received")
    first = await backend.confirm(CLOSED, new_key())
    assert first.status == "confirmed"
    assert await backend.confirm(CLOSED, new_key()) == first


async def test_a_no_reopens_with_a_shorter_clock(backend: BackendClient, staff: Staff) -> None:
    """What was resolved on paper only is disputed, and on its way again."""
    ticket = await backend.report_ticket(fault(), new_key())
    await through(staff, ticket.number, "assigned", "in_progress", "resolved")
    again = await backend.reopen(ticket.number, "abhi bhi band", new_key())
    assert (again.status, again.reopened_count, again.closed_by) == ("reopened", 1, None)
    assert again.due_at is not None and ticket.due_at is not None and again.due_at < ticket.due_at
    assert [event.kind for event in await backend.events(ticket.number)][-2:] == [
        "ticket.disputed",
        "ticket.reopened",
    ]
    await through(staff, ticket.number, "assigned", "in_progress", "resolved")


async def test_promise_and_standard_are_told_side_by_side(backend: BackendClient) -> None:
    """The nearer one is the deadline."""
    ticket = await backend.report_ticket(fault(subtype="transformer_fault"), new_key())
    assert ticket.created_at and ticket.promise_due_at and ticket.standard_due_at
    hours = [
        (at - ticket.created_at).total_seconds() / 3600
        for at in (ticket.promise_due_at, ticket.standard_due_at)
    ]
    assert hours == [24, 6]
    assert ticket.due_at == ticket.standard_due_at
    plain = await backend.report_ticket(fault(), new_key())
    assert (plain.due_at, plain.standard_due_at) == (plain.promise_due_at, None)
