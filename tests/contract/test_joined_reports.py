"""What a further report does to the open ticket: the newest wish holds, gaps are filled."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from backend_client import BackendClient
from backend_client.models import Ticket, TicketRequest
from reference_backend.database import Database
from reference_backend.settings import Settings
from reference_backend.tables import TicketNote
from tests.contract.conftest import KEY
from tests.contract.requests import fault, new_key

ACCOUNT = "7012345678"


async def asked(backend: BackendClient, kind: str, **said: Any) -> Ticket:
    """A request for one account, with a key of its own."""
    wish: Any = {"kind": kind, "account_number": ACCOUNT, **said}
    return await backend.report_ticket(TicketRequest(**wish), new_key())


def history(database_url: str, number: str) -> list[tuple[str, dict[str, Any]]]:
    """What was noted of a ticket after its first report, oldest first."""
    settings = Settings(backend_api_key=KEY, backend_database_url=database_url)
    database = Database(settings.backend_database_url)
    with database.reading() as session:
        notes = session.scalars(
            select(TicketNote).where(TicketNote.ticket_number == number).order_by(TicketNote.id)
        )
        found = [(note.what, note.stated) for note in notes]
    database.close()
    return found


async def test_the_newest_load_is_the_one_that_is_wanted(
    backend: BackendClient, database_url: str
) -> None:
    """Who asks for 5 kW after 2 kW wants 5 kW; both wishes stay in the history."""
    first = await asked(backend, "load_change", load_kw=2, description="load 2 kW karna hai")
    newest = await asked(backend, "load_change", load_kw=5, description="nahi, 5 kW")
    assert (newest.number, newest.joined) == (first.number, True)
    assert (newest.load_kw, newest.description) == (5, "nahi, 5 kW")
    kept = await backend.ticket(first.number)
    assert (kept.load_kw, kept.reports) == (5, 2)
    replaced, reported = history(database_url, first.number)
    assert replaced == ("replaced", {"load_kw": 2, "description": "load 2 kW karna hai"})
    assert (reported[0], reported[1]["load_kw"]) == ("reported", 5)


async def test_asking_again_without_a_load_takes_nothing_back(backend: BackendClient) -> None:
    """The wish stands until there is another one."""
    await asked(backend, "load_change", load_kw=2, description="2 kW")
    again = await asked(backend, "load_change", description="load kab badhega")
    assert (again.joined, again.load_kw, again.description) == (True, 2, "2 kW")


async def test_the_newest_detail_is_the_one_that_is_wanted(
    backend: BackendClient, database_url: str
) -> None:
    """Another new name; a report without one leaves it as it is."""
    name = {"change": "name", "new_value": "Ramesh Kumar"}
    first = await asked(backend, "detail_change", subtype="name", details=name)
    other = {**name, "new_value": "Ramesh Kumar Gupta"}
    second = await asked(backend, "detail_change", subtype="name", details=other)
    third = await asked(backend, "detail_change", subtype="name", details={"change": "name"})
    assert {first.number, second.number, third.number} == {first.number}
    assert second.details == third.details == other
    assert history(database_url, first.number)[0] == ("replaced", {"details": name})


@pytest.mark.parametrize(
    "other",
    [
        {"amount": 1500, "payment_date": date(2026, 11, 12)},
        {"amount": 500, "payment_date": date(2026, 11, 20)},
        {"amount": 500.5},
        {"payment_date": date(2026, 11, 20)},
    ],
)
async def test_another_payment_is_another_ticket(
    backend: BackendClient, other: dict[str, Any]
) -> None:
    """A clerk looks for each payment by its amount and day."""
    paid = {"amount": 500, "payment_date": date(2026, 11, 12)}
    first = await asked(backend, "payment_not_posted", **paid)
    second = await asked(backend, "payment_not_posted", **other)
    again = await asked(backend, "payment_not_posted", **paid)
    assert not second.joined and second.number != first.number
    assert (again.number, again.joined) == (first.number, True)
    assert (await backend.ticket(first.number)).amount == 500


async def test_a_later_report_of_a_payment_tells_what_was_missing(
    backend: BackendClient,
) -> None:
    """What one side does not say is no contradiction, and the best known payment is meant."""
    vague = await asked(backend, "payment_not_posted")
    named = await asked(backend, "payment_not_posted", amount=500)
    day = date(2026, 11, 12)
    dated = await asked(backend, "payment_not_posted", payment_date=day)
    assert {named.number, dated.number} == {vague.number}
    assert (dated.amount, dated.payment_date) == (500, day)
    other = await asked(backend, "payment_not_posted", amount=1500)
    assert (other.joined, other.payment_date) == (False, None)
    assert (await asked(backend, "payment_not_posted", amount=1500)).number == other.number
    paid = await asked(backend, "payment_not_posted", amount=500, payment_date=day)
    assert paid.number == vague.number


async def test_a_later_report_fills_in_what_the_ticket_lacks(backend: BackendClient) -> None:
    """And changes nothing that was said before."""
    first = await backend.report_ticket(
        TicketRequest(
            kind="meter", mobile_number="9800011111", account_number="9999999999", language="hi"
        ),
        new_key(),
    )
    said: dict[str, Any] = {
        "mobile_number": "9811111111",
        "person_name": "Ramesh",
        "locality": "Barra 6",
        "pincode": "208027",
        "description": "meter band hai",
        "duration": "2 din",
        "cause": "no_display",
        "month": "oktober",
        "details": {"meter": "digital"},
        "language": "en",
    }
    wish: Any = {"kind": "meter", "account_number": "9999999999", **said}
    joined = await backend.report_ticket(TicketRequest(**wish), new_key())
    kept = joined.model_dump()
    assert joined.number == first.number
    assert (joined.mobile_number, joined.language) == ("9800011111", "hi")
    for name in said.keys() - {"mobile_number", "language"}:
        assert kept[name] == said[name], name
    assert joined.division == "Vishwa Bank Barra"


async def test_an_account_that_is_told_later_is_marked_as_known_or_not(
    backend: BackendClient,
) -> None:
    """As on a ticket that named it at once."""
    first = await backend.report_ticket(fault(), new_key())
    assert first.account_known is None
    joined = await backend.report_ticket(fault(account_number="9999999999"), new_key())
    assert (joined.number, joined.account_known) == (first.number, False)
