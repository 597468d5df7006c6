"""What is said of a bill: on every day of the month, and while somebody's server is down."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from actions.dialogue import take_turn
from actions.speech import Answer
from backend_client import BackendClient
from tests.actions.turns import keys, typed
from tests.actions.utility import Utility, utility_with

A_MONTH = range(31)


@pytest.fixture
async def utility(tmp_path: Path) -> AsyncIterator[Utility]:
    """Accounts whose bills were due up to thirty days ago, each with old dues."""
    accounts = [
        {
            "account_number": f"70123456{day:02d}",
            "bill_amount": 1185.5,
            "arrears": 420,
            "surcharge": 5.25,
            "due_date": f"now-{day}d" if day else "now+9d",
            "locality": "Govind Nagar",
        }
        for day in A_MONTH
    ]
    async with utility_with(tmp_path, {"accounts": accounts}) as made:
        yield made


async def asked(client: BackendClient, account: str, earlier: Answer | None = None) -> Answer:
    """Somebody asks for the bill of an account."""
    turn = typed(
        f"bill of {account}",
        "check_bill",
        entities={"account_number": account},
        known=earlier.known if earlier else None,
    )
    return await take_turn(turn, client)


async def test_a_bill_can_be_paid_on_every_day_until_the_next_one(utility: Utility) -> None:
    """Also on the days on which the old system was closed: from the due day to the next bill."""
    for day in A_MONTH:
        said = keys(await asked(utility.client, f"70123456{day:02d}"))
        assert said[:4] == ["bill.amount", "bill.due_date", "bill.arrears", "bill.surcharge"]
        assert said[4:] == (["bill.payable_still"] if day else []) + ["bill.pay_link"]


async def test_while_the_billing_is_down_the_bill_bears_its_date(utility: Utility) -> None:
    """The figures are told, and of which moment they are."""
    await utility.post("/billing/pause", {"utility": "kesco"})
    answer = await asked(utility.client, "7012345600")
    assert "bill.as_of" in keys(answer) and "bill.amount" in keys(answer)
    (bubble,) = [one for one in answer.bubbles if one.key == "bill.as_of"]
    assert isinstance(bubble.args["at"], dict) and bubble.args["at"]["type"] == "datetime"


async def test_what_was_told_before_is_told_again_with_its_date(utility: Utility) -> None:
    """When nothing of the utility answers; a bill that was never told is not made up."""
    before = await asked(utility.client, "7012345600")
    away = httpx.MockTransport(lambda _: httpx.Response(503))
    async with BackendClient("http://utility", "key", transport=away) as client:
        again = await asked(client, "7012345600", before)
        other = await asked(client, "7012345601", before)
    assert keys(again)[0] == "bill.amount" and "bill.as_of" in keys(again)
    amounts = [answer.bubbles[0].args["amount"] for answer in (before, again)]
    assert amounts[0] == amounts[1]
    assert not [key for key in keys(other) if key.startswith("bill.")]


async def test_a_paid_bill_is_not_asked_for(utility: Utility) -> None:
    """Nothing is left to pay late."""
    payment = {"amount": 1185.5, "reference": "UTR1"}
    await utility.post("/consumers/7012345605/payments", payment)
    assert "bill.payable_still" not in keys(await asked(utility.client, "7012345605"))
