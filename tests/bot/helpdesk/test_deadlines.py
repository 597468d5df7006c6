"""The list shows the next deadline of a chat, and never waits for the backend."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from backend_client import BackendClient, BackendError
from bot.conversations.bell import Bell
from bot.helpdesk import queue
from bot.helpdesk.deadlines import STALE_AFTER, Deadlines
from tests.bot.conftest import on_both_databases
from tests.bot.helpdesk.conftest import Office
from tests.fakes.rasa import FakeRasa, bubble, record

WANTED = {"reason": "asked", "urgent": False, "division": None}


class Utility:
    """The backend on the wire: `due` hours from now and status of each ticket."""

    def __init__(self, office: Office) -> None:
        self.tickets: dict[str, tuple[int, str]] = {}
        self.asked: list[str] = []
        self.away = False
        self._office = office

    def answer(self, request: httpx.Request) -> httpx.Response:
        """One ticket, or what the contract says where there is none."""
        number = request.url.path.rsplit("/", 1)[-1]
        self.asked.append(number)
        if self.away:
            return httpx.Response(503)
        if number not in self.tickets:
            return httpx.Response(404, json={"code": "not_found", "detail": number})
        hours, status = self.tickets[number]
        due_at = (self._office.clock() + timedelta(hours=hours)).isoformat()
        ticket = {"number": number, "kind": "fault", "status": status, "due_at": due_at}
        return httpx.Response(200, json=ticket)


@pytest.fixture
def utility(office: Office) -> Utility:
    return Utility(office)


@pytest.fixture
async def backend(utility: Utility) -> AsyncIterator[BackendClient]:
    transport = httpx.MockTransport(utility.answer)
    async with BackendClient("http://utility", "key", transport=transport) as client:
        yield client


@pytest.fixture
def deadlines(office: Office, backend: BackendClient) -> Deadlines:
    return Deadlines(office.database, backend, Bell(), office.clock)


def follows(*numbers: str) -> Any:
    """An action server that made these records and calls for a person."""
    return lambda _m, _d: [bubble("test.yes"), record(case=WANTED, references=list(numbers))]


async def shown(office: Office) -> list[tuple[str | None, float | None]]:
    """Ticket and hours to its deadline, of each chat of the list."""
    rows = (await queue.page_of(office.database, await office.member("asha"))).rows
    hours = [
        (one.due_at - office.clock()) / timedelta(hours=1) if one.due_at else None for one in rows
    ]
    return [(one.due_number, due) for one, due in zip(rows, hours, strict=True)]


@on_both_databases
async def test_the_nearest_open_deadline_is_shown(
    office: Office, rasa: FakeRasa, utility: Utility, deadlines: Deadlines, backend: BackendClient
) -> None:
    """Not that of a settled ticket, and an application has none here."""
    utility.tickets = {
        "FLT-2026-000001": (9, "assigned"),
        "FLT-2026-000002": (4, "in_progress"),
        "FLT-2026-000003": (1, "resolved"),
    }
    rasa.script = follows(*utility.tickets, "CNX-2026-000001")
    await office.write(await office.chat(), "insaan se baat karni hai")
    await deadlines.look(backend)
    assert await shown(office) == [("FLT-2026-000002", 4.0)]


@on_both_databases
async def test_each_is_asked_for_once_until_it_may_have_changed(
    office: Office, rasa: FakeRasa, utility: Utility, deadlines: Deadlines, backend: BackendClient
) -> None:
    """Also when two processes look at once; a new record is asked for at once."""
    utility.tickets = {"FLT-2026-000001": (9, "assigned"), "FLT-2026-000002": (4, "assigned")}
    rasa.script = follows("FLT-2026-000001")
    chat = await office.chat()
    await office.write(chat, "1")
    another = Deadlines(office.database, backend, Bell(), office.clock)
    await asyncio.gather(deadlines.look(backend), another.look(backend))
    await deadlines.look(backend)
    assert utility.asked == ["FLT-2026-000001"]
    office.clock.forward(seconds=1)
    rasa.script = follows("FLT-2026-000002")
    await office.write(chat, "2", number=2)
    await deadlines.look(backend)
    assert sorted(utility.asked[1:]) == ["FLT-2026-000001", "FLT-2026-000002"]
    office.clock.forward(seconds=STALE_AFTER.total_seconds() + 1)
    utility.tickets["FLT-2026-000002"] = (4, "confirmed")
    await deadlines.look(backend)
    assert await shown(office) == [("FLT-2026-000001", 9.0)]


async def test_a_backend_that_is_away_costs_the_list_nothing(
    office: Office, rasa: FakeRasa, utility: Utility, deadlines: Deadlines, backend: BackendClient
) -> None:
    """The chat stands there without its deadline, and has it once the backend is back."""
    utility.away = True
    rasa.script = follows("FLT-2026-000001")
    await office.write(await office.chat(), "1")
    with pytest.raises(BackendError):
        await deadlines.look(backend)
    assert len((await queue.page_of(office.database, await office.member("ravi"))).rows) == 1
    utility.away = False
    utility.tickets = {"FLT-2026-000001": (2, "assigned")}
    office.clock.forward(seconds=STALE_AFTER.total_seconds() + 1)
    await deadlines.look(backend)
    assert await shown(office) == [("FLT-2026-000001", 2.0)]
