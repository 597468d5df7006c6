"""What becomes of a ticket: its list, its seniors, its second life."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select, update

from backend_client import BackendClient, Conflict, NotFound
from backend_client.models import TicketRequest
from reference_backend.database import Database
from reference_backend.settings import Settings
from reference_backend.tables import Ticket, TicketNote
from tests.contract.conftest import KEY
from tests.contract.requests import fault, new_key

LATE, CLOSED = "FLT-2026-000123", "FLT-2026-000124"


async def test_the_tickets_of_a_mobile_number_or_an_account(backend: BackendClient) -> None:
    """Newest first; on request only those that are open."""
    mine = await backend.tickets_of(mobile_number="9839044444")
    assert [ticket.number for ticket in mine] == [LATE, CLOSED]
    still_open = await backend.tickets_of(mobile_number="9839044444", open_only=True)
    assert [ticket.number for ticket in still_open] == [LATE]
    of_account = await backend.tickets_of(account_number="7012345679")
    assert [ticket.number for ticket in of_account] == [CLOSED]
    assert await backend.tickets_of(mobile_number="9800000000") == []


def a_day_later(database_url: str, number: str) -> None:
    """Everything that was done about the ticket was done 24 hours earlier than it was."""
    settings = Settings(backend_api_key=KEY, backend_database_url=database_url)
    database = Database(settings.backend_database_url)
    with database.writing() as session:
        for note in session.scalars(select(TicketNote).where(TicketNote.ticket_number == number)):
            note.at -= timedelta(hours=24)
    database.close()


async def test_a_late_ticket_climbs_the_ladder_step_by_step(
    backend: BackendClient, database_url: str
) -> None:
    """Executive engineer, superintending engineer, nodal officer, and no further."""
    roles = []
    for level in (1, 2, 3):
        ticket = await backend.escalate(LATE, "koi nahi aaya", new_key())
        assert ticket.escalation_level == level
        assert ticket.escalated_to is not None
        roles.append(ticket.escalated_to.role)
        a_day_later(database_url, LATE)
    assert roles == ["executive_engineer", "superintending_engineer", "nodal_officer"]
    with pytest.raises(Conflict) as refused:
        await backend.escalate(LATE, "phir bhi koi nahi", new_key())
    assert refused.value.code == "at_the_top"
    assert refused.value.due_at == ticket.due_at
    assert refused.value.escalated_to == ticket.escalated_to
    at_the_top = await backend.ticket(LATE)
    assert at_the_top.escalation_level == 3
    assert [forum.role for forum in at_the_top.beyond] == ["cgrf", "ombudsman"]


async def test_a_senior_has_time_before_the_next_one_is_asked(
    backend: BackendClient, database_url: str
) -> None:
    """However often somebody insists; the refusal names the senior, since when, and until when."""
    first = await backend.escalate(LATE, None, new_key())
    for _ in range(2):
        with pytest.raises(Conflict) as refused:
            await backend.escalate(LATE, "jaldi", new_key())
        assert refused.value.code == "escalated_recently"
        assert (refused.value.due_at, refused.value.escalated_to) == (
            first.due_at,
            first.escalated_to,
        )
        assert refused.value.escalated_at == first.updated_at
    assert (await backend.ticket(LATE)).escalation_level == 1
    a_day_later(database_url, LATE)
    assert (await backend.escalate(LATE, None, new_key())).escalation_level == 2


async def test_racing_escalations_climb_one_step(backend: BackendClient) -> None:
    """Each with a key of its own."""
    racing = (backend.escalate(LATE, None, new_key()) for _ in range(4))
    answers = await asyncio.gather(*racing, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, Conflict)]
    assert [refusal.code for refusal in refused] == ["escalated_recently"] * 3
    assert (await backend.ticket(LATE)).escalation_level == 1


async def test_what_is_reopened_climbs_again_at_once(
    backend: BackendClient, database_url: str
) -> None:
    """The senior's time is over when the ticket was closed without being done."""
    await backend.escalate(LATE, None, new_key())
    settings = Settings(backend_api_key=KEY, backend_database_url=database_url)
    database = Database(settings.backend_database_url)
    with database.writing() as session:
        session.execute(update(Ticket).where(Ticket.number == LATE).values(status="resolved"))
    database.close()
    await backend.reopen(LATE, "kaam nahi hua", new_key())
    assert (await backend.escalate(LATE, None, new_key())).escalation_level == 2


@pytest.mark.parametrize(("path", "number"), [("escalate", LATE), ("reopen", CLOSED)])
@pytest.mark.parametrize("body", [b"", b"{}", b"null"])
async def test_nobody_has_to_say_why(backend_url: str, path: str, number: str, body: bytes) -> None:
    """No body is the same request as an empty one, also for its key."""
    headers = {"Authorization": f"Bearer {KEY}", "Idempotency-Key": new_key()}
    json_body = {**headers, "Content-Type": "application/json"}
    async with httpx.AsyncClient(base_url=f"{backend_url}/api/v1/tickets", timeout=20) as http:
        first = await http.post(f"/{number}/{path}", headers=headers)
        again = await http.post(f"/{number}/{path}", headers=json_body, content=body)
    assert (first.status_code, first.json()["number"]) == (200, number)
    assert again.status_code == 200 and again.json() == first.json()


async def test_one_key_escalates_once(backend: BackendClient) -> None:
    """A second tap does not climb a second step."""
    key = new_key()
    first = await backend.escalate(LATE, None, key)
    assert await backend.escalate(LATE, None, key) == first
    assert (await backend.ticket(LATE)).escalation_level == 1


async def test_before_the_deadline_nothing_is_escalated(backend: BackendClient) -> None:
    """The refusal names the deadline."""
    ticket = await backend.report_ticket(fault(), new_key())
    with pytest.raises(Conflict) as refused:
        await backend.escalate(ticket.number, None, new_key())
    assert refused.value.code == "not_due_yet"
    assert refused.value.due_at == ticket.due_at
    assert (await backend.ticket(ticket.number)).escalation_level == 0


async def test_a_danger_to_life_is_escalated_at_once(backend: BackendClient) -> None:
    """Nobody waits for a deadline under a fallen wire."""
    hazard = await backend.report_ticket(TicketRequest(kind="hazard"), new_key())
    assert (await backend.escalate(hazard.number, None, new_key())).escalation_level == 1


async def test_a_closed_ticket_is_reopened_not_escalated(backend: BackendClient) -> None:
    """Reopened, it has a shorter deadline, and may be escalated at once."""
    with pytest.raises(Conflict) as refused:
        await backend.escalate(CLOSED, None, new_key())
    assert (refused.value.code, refused.value.ticket_status) == ("already_closed", "closed")
    fresh = await backend.report_ticket(fault(), new_key())
    key = new_key()
    reopened = await backend.reopen(CLOSED, "abhi bhi band hai", key)
    assert await backend.reopen(CLOSED, "abhi bhi band hai", key) == reopened
    assert (reopened.status, reopened.reopened_count) == ("reopened", 1)
    assert reopened.due_at is not None and fresh.due_at is not None
    assert reopened.due_at < fresh.due_at
    assert (await backend.escalate(CLOSED, None, new_key())).escalation_level == 1


async def test_an_open_ticket_cannot_be_reopened(backend: BackendClient) -> None:
    """The refusal says how it stands and until when."""
    with pytest.raises(Conflict) as refused:
        await backend.reopen(LATE, None, new_key())
    assert (refused.value.code, refused.value.ticket_status) == ("still_open", "in_progress")
    assert refused.value.due_at is not None


@pytest.mark.parametrize(
    "number",
    ["FLT-2026-999999", "FLT", "../consumers/7012345678", "..", " ", "a\x00b", "२०२६", "?"],
)
async def test_what_is_no_ticket_number_finds_nothing(backend: BackendClient, number: str) -> None:
    """Nor does it reach any other address."""
    with pytest.raises(NotFound):
        await backend.ticket(number)
    with pytest.raises(NotFound):
        await backend.escalate(number, None, new_key())
