"""Whose facts somebody hears who asks how to pay, where to go, what a connection takes."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from actions.dialogue import take_turn
from actions.speech import Answer
from backend_client import BackendClient
from tests.actions.turns import typed
from tests.actions.utility import Utility, utility_with

RAIPUR, KANPUR = "1000234501", "7012345678"
ASKS = ("pay_bill", "office_info", "new_connection_info")


@pytest.fixture
async def utility(tmp_path: Path) -> AsyncIterator[Utility]:
    """A consumer of each of the two utilities."""
    accounts = [
        {"account_number": RAIPUR, "locality": "Telibandha", "bill_amount": 1520},
        {"account_number": KANPUR, "locality": "Barra 6", "bill_amount": 2340},
    ]
    async with utility_with(tmp_path, {"accounts": accounts}) as made:
        yield made


def told(answer: Answer) -> dict[str, Any]:
    """What was said, by key, with its values."""
    return {bubble.key: bubble.args for bubble in answer.bubbles}


async def asked(utility: Utility, intent: str, **more: Any) -> dict[str, Any]:
    """One question for information."""
    return told(await take_turn(typed("please tell me", intent, **more), utility.client))


@pytest.mark.parametrize(
    "more",
    [
        {"entities": {"locality": "Telibandha"}},
        {"entities": {"locality": "Raipur"}},
        {"entities": {"locality": "छत्तीसगढ़"}},
        {"entities": {"account_number": "1000 234 501"}},
        {"known": {"account_number": RAIPUR}},
        {"known": {"utility": "cspdcl"}},
        {"known": {"utility": "kesco"}, "entities": {"locality": "Bhilai"}},
    ],
)
async def test_a_consumer_of_chhattisgarh_hears_nothing_of_kanpur(
    utility: Utility, more: dict[str, Any]
) -> None:
    """Whether the place, the account or an earlier record tells where they belong."""
    pay, office, connection = [await asked(utility, intent, **more) for intent in ASKS]
    assert pay["pay.online"]["value"] == "https://www.cspdcl.co.in"
    assert "pay.kiosk" not in pay and "pay.mor_bijli_app" in pay
    assert not {"office.help_desk", "office.near", "office.counters"} & office.keys()
    assert office["office.missed_call"]["number"] == "7404040625"
    assert {"promise.new_connection_urban", "promise.new_connection_rural"} <= connection.keys()
    assert "info.of_utility" not in {**pay, **office, **connection}


async def test_a_consumer_of_kanpur_hears_of_kanpur(utility: Utility) -> None:
    """Help desks, the nearest first where a place is named."""
    known = {"account_number": KANPUR}
    assert "pay.kiosk" in await asked(utility, "pay_bill", known=known)
    office = await asked(utility, "office_info", known=known, entities={"locality": "Phoolbagh"})
    assert office["office.near"]["place"] == "Phoolbagh"


async def test_where_nothing_tells_whose_facts_they_are_it_is_said(utility: Utility) -> None:
    """Nobody takes the facts of one utility for another's."""
    for intent in ASKS:
        said = await asked(utility, intent)
        assert next(iter(said)) == "info.of_utility"
        assert said["info.of_utility"]["utility"] == "KESCO"
        unknown = await asked(utility, intent, entities={"locality": "Atlantis"})
        assert "info.of_utility" in unknown


async def test_the_name_of_a_place_alone_asks_the_same_of_that_place(utility: Utility) -> None:
    """The answer invites it, so the next message may be nothing but a name."""
    first = await take_turn(typed("how to pay", "pay_bill"), utility.client)
    place = typed("Raipur", entities={"locality": "Raipur"}, known=first.known)
    said = told(await take_turn(place, utility.client))
    assert "info.of_utility" not in said and "pay.mor_bijli_app" in said


async def test_a_record_made_here_tells_whose_consumer_somebody_is(utility: Utility) -> None:
    """After a report from Raipur, the ways to pay are those of Chhattisgarh."""
    facts = {
        "fault_type": "no_supply",
        "locality": "Telibandha",
        "duration": "subah se",
        "mobile_number": "9876543210",
    }
    text = "Telibandha mein subah se light nahi, 9876543210"
    answer = await take_turn(typed(text, "report_fault", entities=facts), utility.client)
    assert answer.references
    pay = await asked(utility, "pay_bill", known=answer.known)
    assert "info.of_utility" not in pay and "pay.mor_bijli_app" in pay


async def test_who_wants_to_pay_while_all_is_down_hears_the_last_bill(utility: Utility) -> None:
    """With its date; without one that was told before, that nothing is known now."""
    bill = typed("my bill", "check_bill", entities={"account_number": KANPUR})
    known = (await take_turn(bill, utility.client)).known
    away = httpx.MockTransport(lambda _: httpx.Response(503))
    async with BackendClient("http://utility", "key", transport=away) as client:
        said = told(await take_turn(typed("pay", "pay_bill", known=known), client))
        nothing = told(await take_turn(typed("pay", "pay_bill"), client))
    assert {"pay.any_day", "bill.amount", "bill.as_of"} <= said.keys()
    assert nothing.keys() == {"backend.no_information"}
