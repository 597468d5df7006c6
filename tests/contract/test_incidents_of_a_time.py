"""Interruptions on the management's time line: those that lasted on the days that are asked for."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from backend_client import BackendClient
from reference_backend.database import Database
from reference_backend.tables import Outage, Ticket
from tests.contract.staff import Staff
from tests.contract.test_reports import ticket_of

NOON = datetime(2024, 8, 10, 6, 30, tzinfo=UTC)  # in India
FIRST, LAST = date(2024, 8, 10), date(2024, 8, 12)


def outage(number: str, **more: Any) -> dict[str, Any]:
    """One that begins at noon of the first day and lasts two hours."""
    times = {"started_at": NOON, "ended_at": NOON + timedelta(hours=2)}
    place = {"locality": "Jajmau", "place": "jajmau", "division": "Jajmau"}
    return {"number": number, "utility": "kesco", "source": "declared", **place, **times, **more}


def put(staff: Staff, *rows: dict[str, Any]) -> None:
    """Straight among the records."""
    database = Database(staff.database_url)
    with database.writing() as session:
        for row in rows:
            session.execute(insert(Outage), [row])
    database.close()


async def numbers(backend: BackendClient) -> list[str]:
    """Those of the days, without the sample's, which say no beginning."""
    found = await backend.incidents(FIRST, LAST)
    return [one.number for one in found if one.started_at]


async def test_those_that_lasted_on_the_days_are_listed(
    backend: BackendClient, staff: Staff
) -> None:
    """Also when they are over, or began before, or go on; the first begun first."""
    day = timedelta(days=1)
    put(
        staff,
        outage("OUT-2024-900001"),
        outage("OUT-2024-900002", started_at=NOON - 5 * day, ended_at=NOON),
        outage("OUT-2024-900003", started_at=NOON + 2 * day, ended_at=None),
        outage("OUT-2024-900004", started_at=NOON - 5 * day, ended_at=NOON - 4 * day),
        outage("OUT-2024-900005", started_at=NOON + 3 * day, ended_at=None),
    )
    listed = ["OUT-2024-900002", "OUT-2024-900001", "OUT-2024-900003"]
    assert await numbers(backend) == listed


async def test_one_of_reports_ends_with_the_last_of_them(
    backend: BackendClient, staff: Staff
) -> None:
    """Nobody declares its end, and it is over all the same."""
    number, solved = "OUT-2024-900009", NOON + timedelta(hours=5)
    put(staff, outage(number, source="reports", ended_at=None))
    database = Database(staff.database_url)
    with database.writing() as session:
        for index, hours in enumerate((1, 5)):
            row = ticket_of(f"I{index}", NOON, NOON + timedelta(hours=hours))
            session.execute(insert(Ticket), [row | {"outage_number": number}])
    database.close()
    (found,) = [one for one in await backend.incidents(FIRST, LAST) if one.number == number]
    assert found.ended_at == solved


@pytest.mark.parametrize("query", [{"from": "2024-08-12", "to": "2024-08-10"}, {"to": "12.8.24"}])
async def test_days_that_are_none_are_refused(staff: Staff, query: dict[str, str]) -> None:
    """As with complaints."""
    refused = await staff.http.get("/reports/incidents", params=query)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
