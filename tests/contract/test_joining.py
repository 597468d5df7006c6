"""While a ticket is open for something, a further report of it is added to it."""

import asyncio

from backend_client import BackendClient
from backend_client.models import TicketRequest
from tests.contract.requests import fault, new_key


async def test_a_second_report_for_an_account_joins(backend: BackendClient) -> None:
    """Also from another phone and in another script."""
    first = await backend.report_ticket(fault(account_number="7012345679"), new_key())
    again = await backend.report_ticket(
        fault(account_number="7012345679", mobile_number="9811111111", locality="बर्रा ६"),
        new_key(),
    )
    assert (again.number, again.joined, again.reports) == (first.number, True, 2)


async def test_the_answer_of_a_joined_report_is_repeated_too(backend: BackendClient) -> None:
    """The same key neither counts twice nor changes what was said."""
    await backend.report_ticket(fault(), new_key())
    key = new_key()
    joined = await backend.report_ticket(fault(description="abhi bhi nahi"), key)
    assert await backend.report_ticket(fault(description="abhi bhi nahi"), key) == joined
    assert joined.joined and joined.reports == 2


async def test_without_an_account_mobile_number_and_place_tell(backend: BackendClient) -> None:
    """Barra 6 in any spelling is one place; Barra 2 and Jajmau are others."""
    first = await backend.report_ticket(fault(), new_key())
    same = await backend.report_ticket(fault(locality="बर्रा 6"), new_key())
    other_block = await backend.report_ticket(fault(locality="barra 2"), new_key())
    other_place = await backend.report_ticket(fault(locality="jajmau"), new_key())
    assert same.number == first.number
    assert len({first.number, other_block.number, other_place.number}) == 3


async def test_another_kind_or_subtype_is_another_matter(backend: BackendClient) -> None:
    """Low voltage is not a dead supply."""
    first = await backend.report_ticket(fault(), new_key())
    weak = await backend.report_ticket(fault(subtype="low_voltage"), new_key())
    meter = await backend.report_ticket(fault(kind="meter", subtype=None), new_key())
    assert len({first.number, weak.number, meter.number}) == 3


async def test_a_closed_ticket_takes_no_more_reports(backend: BackendClient) -> None:
    """FLT-2026-000124 of the sample is closed."""
    ticket = await backend.report_ticket(fault(account_number="7012345679"), new_key())
    assert ticket.number != "FLT-2026-000124" and not ticket.joined


async def test_two_accounts_of_one_person_are_two_matters(backend: BackendClient) -> None:
    """Two meters in one house each have their ticket."""
    first = await backend.report_ticket(fault(account_number="7012345679"), new_key())
    other = await backend.report_ticket(fault(account_number="7012345680"), new_key())
    assert first.number != other.number


async def test_racing_reports_of_one_account_make_one_ticket(backend: BackendClient) -> None:
    """Five members of a household report at the same moment, each with a key of their own."""
    racing = (
        backend.report_ticket(fault(account_number="7012345679"), new_key()) for _ in range(5)
    )
    tickets = await asyncio.gather(*racing)
    assert len({ticket.number for ticket in tickets}) == 1
    assert sorted(ticket.joined for ticket in tickets) == [False, True, True, True, True]
    assert (await backend.ticket(tickets[0].number)).reports == 5


async def test_a_hazard_joins_by_person_and_named_place_only(backend: BackendClient) -> None:
    """Two wires down are two dangers."""

    async def hazard(**said: str) -> str:
        report = TicketRequest(kind="hazard", **said)
        return (await backend.report_ticket(report, new_key())).number

    first = await hazard(mobile_number="9876543210", locality="Barra 6")
    assert await hazard(mobile_number="9876543210", locality="बर्रा 6") == first
    assert await hazard(mobile_number="9876543210", locality="Barra 7") != first
    assert await hazard(mobile_number="9811111111", locality="Barra 6") != first
    assert await hazard(locality="Barra 6") != await hazard(locality="Barra 6")


async def test_accusations_never_join_and_callbacks_join_by_mobile_number(
    backend: BackendClient,
) -> None:
    """Each bribe is its own; nobody needs to be called back twice for one wish."""

    async def report(kind: str) -> str:
        wish = TicketRequest(kind=kind, mobile_number="9876543210", locality="Barra")
        return (await backend.report_ticket(wish, new_key())).number

    assert await report("misconduct") != await report("misconduct")
    assert await report("theft") != await report("theft")
    assert await report("callback") == await report("callback")


async def test_a_fault_in_a_known_outage_belongs_to_it(backend: BackendClient) -> None:
    """It carries the outage, which counts it once, however often it is reported."""
    ticket = await backend.report_ticket(fault(locality="किदवई नगर"), new_key())
    await backend.report_ticket(fault(locality="kidwai nagar"), new_key())
    (outage,) = await backend.outages("Kidwai Ngr")
    assert ticket.outage_number == outage.number
    assert ticket.outage is not None and ticket.outage.reason == "feeder_breakdown"
    assert outage.affected == 1
    assert outage.expected_restoration is not None
    assert await backend.outages("Jajmau") == []


async def test_a_restoration_that_did_not_come_is_expected_no_more(
    backend: BackendClient,
) -> None:
    """The outage lasts on; nobody is told of an hour that is past."""
    ticket = await backend.report_ticket(fault(locality="Phoolbagh"), new_key())
    (outage,) = await backend.outages("Phoolbagh")
    assert ticket.outage is not None and ticket.outage.number == outage.number
    assert outage.reason == "maintenance"
    assert ticket.outage.expected_restoration is outage.expected_restoration is None
