"""Bills: payable on every day, payments that are posted, claims that are followed."""

from datetime import date, timedelta
from typing import Any

import pytest

from backend_client import BackendClient
from backend_client.models import TicketRequest
from reference_backend.accounts import pay_link
from reference_backend.clock import in_india, now
from tests.contract.requests import new_key
from tests.contract.staff import Staff

ACCOUNT = "7012345679"  # 1,185.50 rupees, arrears 420, surcharge 5.25
TODAY = in_india(now()).date()


async def claim(backend: BackendClient, **said: Any) -> str:
    """Somebody has paid and does not see it; the number of the ticket."""
    wish = TicketRequest(kind="payment_not_posted", account_number=ACCOUNT, **said)
    return (await backend.report_ticket(wish, new_key())).number


async def test_a_claimed_payment_is_followed_until_it_is_posted(
    backend: BackendClient, staff: Staff
) -> None:
    """The claim is told of the payment with amount and day, and asked whether all is well."""
    yesterday = TODAY - timedelta(days=1)
    number = await claim(backend, amount=1185.5, payment_date=yesterday)
    body = {"amount": 1185.5, "reference": "UTR1", "paid_on": yesterday.isoformat()}
    bill = await staff.done(f"/consumers/{ACCOUNT}/payments", body)
    assert (bill["amount"], bill["arrears"], bill["surcharge"]) == (0, 0, 0)
    assert (await backend.ticket(number)).status == "resolved"
    posted, asked = staff.events(number)[-2:]
    assert (posted.kind, asked.kind) == ("ticket.payment_posted", "ticket.resolved")
    assert posted.facts == {"amount": 1185.5, "paid_on": yesterday.isoformat()}


@pytest.mark.parametrize(
    "other", [{"amount": 900}, {"payment_date": date(2026, 10, 1)}, {"amount": 100}]
)
async def test_another_payment_does_not_answer_a_claim(
    backend: BackendClient, staff: Staff, other: dict[str, Any]
) -> None:
    """What names another sum or day goes on."""
    number = await claim(backend, **other)
    body = {"amount": 500, "reference": "UTR2"}
    bill = await staff.done(f"/consumers/{ACCOUNT}/payments", body)
    assert (bill["amount"], bill["arrears"]) == (685.5, 420)
    assert (await backend.ticket(number)).status == "received"


async def test_a_payment_is_posted_once(staff: Staff) -> None:
    """Its reference is the account's own; the same one again is refused."""
    path = f"/consumers/{ACCOUNT}/payments"
    await staff.done(path, {"amount": 100, "reference": "UTR3"})
    again = await staff.post(path, {"amount": 100, "reference": "UTR3"})
    assert (again.status_code, again.json()["code"]) == (409, "already_posted")
    elsewhere = await staff.post(
        "/consumers/7012345678/payments", {"amount": 100, "reference": "UTR3"}
    )
    assert elsewhere.status_code == 200


async def test_while_the_billing_is_down_the_last_bill_is_told_as_such(
    backend: BackendClient, staff: Staff
) -> None:
    """With the moment it is of; nothing is posted, and afterwards it is current again."""
    before = await backend.bill(ACCOUNT)
    assert before.current
    await staff.done("/billing/pause", {"utility": "kesco"})
    down = await backend.bill(ACCOUNT)
    assert not down.current
    assert (down.amount, down.as_of) == (before.amount, before.as_of)
    path = f"/consumers/{ACCOUNT}/payments"
    refused = await staff.post(path, {"amount": 100, "reference": "UTR4"})
    assert (refused.status_code, refused.json()["code"]) == (503, "billing_away")
    await staff.done("/billing/resume", {"utility": "kesco"})
    assert (await backend.bill(ACCOUNT)).current
    await staff.done(path, {"amount": 100, "reference": "UTR4"})


@pytest.mark.parametrize(
    "body",
    [
        {"amount": -1, "reference": "U"},
        {"amount": 0, "reference": "U"},
        {"amount": 100},
        {"amount": 100, "reference": "U", "paid_on": "2026-02-30"},
        {"amount": 100, "reference": "U", "paid_on": (TODAY + timedelta(days=1)).isoformat()},
        {"amount": "NaN", "reference": "U"},
    ],
)
async def test_what_is_no_payment_is_refused(staff: Staff, body: dict[str, Any]) -> None:
    """And changes nothing."""
    refused = await staff.post(f"/consumers/{ACCOUNT}/payments", body)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")


async def test_nobodys_payment_is_posted(staff: Staff) -> None:
    """To an account that does not exist; nor is a utility paused that does not."""
    refused = await staff.post("/consumers/7099999999/payments", {"amount": 1, "reference": "U"})
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown_account")
    paused = await staff.post("/billing/pause", {"utility": "nobody"})
    assert (paused.status_code, paused.json()["code"]) == (404, "unknown_utility")


def test_a_template_of_a_pay_link_is_filled_in() -> None:
    """Where it has a place for the number; a number cannot leave its place."""
    assert pay_link("https://pay.example", "7012345679") == "https://pay.example"
    assert pay_link("https://pay.example/{number}", "70/1") == "https://pay.example/70%2F1"
