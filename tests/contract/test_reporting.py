"""A report becomes one ticket of the utility, whatever happens on the way."""

import asyncio
from datetime import timedelta

import pytest

from backend_client import BackendClient, InvalidRequest
from backend_client.models import TicketRequest
from tests.contract.requests import fault, new_key


async def test_a_report_gets_a_number_a_deadline_and_a_division(backend: BackendClient) -> None:
    """KESCO promises 24 hours, and Barra belongs to Vishwa Bank Barra in Circle-2."""
    ticket = await backend.report_ticket(fault(description="कल रात से"), new_key())
    assert ticket.number.startswith("FLT-")
    assert (ticket.status, ticket.joined, ticket.wing) == ("received", False, "technical")
    assert (ticket.division, ticket.circle) == ("Vishwa Bank Barra", "Circle-2")
    assert ticket.created_at is not None and ticket.due_at is not None
    assert ticket.due_at - ticket.created_at == timedelta(hours=24)
    assert ticket.due_at.utcoffset() == timedelta(hours=5, minutes=30)
    assert await backend.ticket(ticket.number) == ticket


async def test_everything_that_was_said_is_kept(backend: BackendClient) -> None:
    """What the person stated comes back as stated, in any script."""
    said = TicketRequest(
        kind="detail_change",
        subtype="mobile_number",
        account_number="7012345678",
        mobile_number="9876543210",
        person_name="रमेश कुमार",
        landmark="शिव मंदिर",
        description="नंबर बदलना है 🙏",
        amount=1250.75,
        load_kw=2.5,
        month="अक्टूबर",
        details={"new_value": "9876500000"},
        language="hi",
        channel="web",
    )
    ticket = await backend.report_ticket(said, new_key())
    kept = ticket.model_dump()
    for name, value in said.model_dump(exclude_none=True).items():
        assert kept[name] == value, name


async def test_control_characters_are_dropped_from_what_was_said(backend: BackendClient) -> None:
    """PostgreSQL keeps no NUL; the person's words and the joiners of Devanagari stay."""
    said = fault(description="light\x00 gayi\x07\nक्\u200dष")
    ticket = await backend.report_ticket(said, new_key())
    assert ticket.description == "light gayi\nक्\u200dष"


async def test_a_legal_standard_that_is_shorter_than_the_promise_holds(
    backend: BackendClient,
) -> None:
    """A dead transformer in a city has a standard of six hours."""
    ticket = await backend.report_ticket(fault(subtype="transformer_fault"), new_key())
    assert ticket.created_at is not None and ticket.due_at is not None
    assert ticket.due_at - ticket.created_at == timedelta(hours=6)
    assert ticket.due_basis == "standard_transformer"


async def test_a_hazard_comes_first_and_a_bribe_goes_to_vigilance(backend: BackendClient) -> None:
    """Both may be told by nobody in particular."""
    hazard = await backend.report_ticket(TicketRequest(kind="hazard"), new_key())
    bribe = await backend.report_ticket(TicketRequest(kind="misconduct"), new_key())
    assert (hazard.priority, hazard.number[:4]) == (0, "HZD-")
    assert (bribe.wing, bribe.number[:4]) == ("vigilance", "MSC-")


async def test_the_account_registered_on_the_mobile_number_is_linked(
    backend: BackendClient,
) -> None:
    """Exactly one account: linked. Two accounts: nobody guesses which."""
    one = await backend.report_ticket(fault(mobile_number="9839011111"), new_key())
    two = await backend.report_ticket(fault(mobile_number="9839022222"), new_key())
    assert (one.account_number, one.account_known) == ("7012345678", True)
    assert (two.account_number, two.account_known) == (None, None)


async def test_an_account_is_linked_only_where_it_is_meant(backend: BackendClient) -> None:
    """A dead supply at the mother's in Jajmau is not the caller's; a bribe names no account."""
    elsewhere = fault(mobile_number="9839011111", locality="Jajmau")
    bill = fault(kind="billing", subtype=None, mobile_number="9839011111", locality="Jajmau")
    bribe = TicketRequest(kind="misconduct", mobile_number="9839011111")
    linked = [
        (await backend.report_ticket(report, new_key())).account_number
        for report in (elsewhere, bill, bribe)
    ]
    assert linked == [None, "7012345678", None]


async def test_an_unknown_account_and_place_are_recorded_all_the_same(
    backend: BackendClient,
) -> None:
    """As said, marked, and routed to the central desk."""
    ticket = await backend.report_ticket(
        fault(account_number="9999999999", locality="Zzyxwood"), new_key()
    )
    assert ticket.account_known is False
    assert (ticket.locality, ticket.division) == ("Zzyxwood", "central_desk")


async def test_an_account_tells_the_place_when_nobody_said_it(backend: BackendClient) -> None:
    """The utility knows where its connection lies."""
    ticket = await backend.report_ticket(
        fault(locality=None, account_number="7012345678"), new_key()
    )
    assert ticket.division == "Vishwa Bank Barra"


async def test_the_same_key_hears_the_same_answer(backend: BackendClient) -> None:
    """A repeat after a lost answer makes no second ticket and does not join the first."""
    key = new_key()
    first = await backend.report_ticket(fault(), key)
    again = await backend.report_ticket(fault(), key)
    assert again == first
    assert (await backend.ticket(first.number)).reports == 1


async def test_a_key_belongs_to_one_request(backend: BackendClient) -> None:
    """Another request under a used key is a fault of the caller, not a ticket."""
    key = new_key()
    await backend.report_ticket(fault(), key)
    with pytest.raises(InvalidRequest) as refused:
        await backend.report_ticket(fault(locality="Jajmau"), key)
    assert (refused.value.status, refused.value.code) == (422, "key_reused")


async def test_ten_racing_repeats_make_one_ticket(backend: BackendClient) -> None:
    """Every one of them hears the same number."""
    key = new_key()
    racing = (backend.report_ticket(fault(), key) for _ in range(10))
    tickets = await asyncio.gather(*racing)
    assert len({ticket.number for ticket in tickets}) == 1
    assert len(await backend.tickets_of(mobile_number="9876543210")) == 1


async def test_ten_neighbours_at_once_get_ten_numbers(backend: BackendClient) -> None:
    """A number is never given out twice, and none of the sample's either."""
    racing = (
        backend.report_ticket(fault(mobile_number=f"987650000{one}"), new_key())
        for one in range(10)
    )
    numbers = {ticket.number for ticket in await asyncio.gather(*racing)}
    assert len(numbers) == 10
    assert min(numbers) > "FLT-2026-000124"
