"""What only the holder of a mobile number may see, and what is left of it without proof."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from actions.dialogue import take_turn
from actions.drafts import Draft
from actions.understanding import Turn
from backend_client import BackendClient
from tests.actions.turns import keys, tapped, typed

ASHA, ACCOUNT = "9876543210", "7012345678"
TICKET = {
    "number": "FLT-2026-000001",
    "kind": "fault",
    "status": "closed",
    "address": "12 Gali 3",
    "locality": "Barra",
    "created_at": "2026-11-20T10:00:00+05:30",
}
APPLICATION = {
    "number": "NC-2026-000002",
    "status": "received",
    "person_name": "Asha",
    "locality": "Barra",
}
CONSUMER = {
    "account_number": ACCOUNT,
    "name": "Asha Devi",
    "mobile_number": ASHA,
    "locality": "Barra",
    "category": "domestic",
    "load_kw": 2,
}


def registry(request: httpx.Request) -> httpx.Response:
    """A backend with one consumer, her ticket and her application."""
    path = request.url.path
    if request.method == "POST":
        made = {"number": "DTC-2026-000003", "kind": "detail_change", "status": "received"}
        return httpx.Response(201, json=made | {"details": {}})
    if path.endswith(f"/consumers/{ACCOUNT}"):
        return httpx.Response(200, json=CONSUMER)
    if "/consumers/" in path:
        problem = {"type": "about:blank", "title": "unknown", "status": 404, "code": "not_found"}
        return httpx.Response(404, json=problem)
    found = {"tickets": [TICKET], "applications": [APPLICATION]}
    return httpx.Response(200, json=found[path.split("/")[-1]])


@pytest.fixture
def sent() -> list[httpx.Request]:
    """What the backend was asked."""
    return []


@pytest.fixture
async def utility(sent: list[httpx.Request]) -> AsyncIterator[BackendClient]:
    """The client on that backend."""

    def remember(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return registry(request)

    transport = httpx.MockTransport(remember)
    async with BackendClient("http://utility", "a-key", transport=transport) as client:
        yield client


def records_of(mobile_number: str = ASHA, **told: Any) -> Turn:
    """The tap on "All my records"."""
    turn = tapped("check_ticket_status", show="records", mobile_number=mobile_number)
    return told_of(turn, **told)


def told_of(
    turn: Turn, *, provable: bool = True, proved: tuple[str, ...] = (), **other: Any
) -> Turn:
    """A message with what the gateway says of its person."""
    turn.provable, turn.proved = provable, list(proved)
    for name, value in other.items():
        setattr(turn, name, value)
    return turn


def verdict(said: str, draft: Draft | None, **told: Any) -> Turn:
    """What the gateway says of a code."""
    return told_of(tapped("inform", draft=draft, otp=said), **told)


async def test_records_are_shown_after_a_code(utility: BackendClient) -> None:
    """The code is asked, the gateway sends it, and proof opens places and applications."""
    asking = await take_turn(records_of(), utility)
    assert keys(asking) == ["otp.sent", "ask.otp"]
    assert asking.bubbles[-1].expects == "otp"
    assert asking.turn_record()["turn"]["prove"] == {"mobile_number": ASHA, "purpose": "history"}
    assert asking.bubbles[0].args == {"tail": "10"}

    shown = await take_turn(verdict("proved", asking.draft, proved=(ASHA,)), utility)
    assert keys(shown) == ["own_records.ticket", "own_records.application"]
    assert shown.bubbles[0].args["place"] == "12 Gali 3, Barra"
    assert shown.draft is None
    assert shown.turn_record()["turn"]["prove"] is None


async def test_nothing_is_shown_before_proof(
    utility: BackendClient, sent: list[httpx.Request]
) -> None:
    """The backend is not even asked."""
    await take_turn(records_of(), utility)
    assert sent == []


async def test_a_verdict_alone_opens_nothing(utility: BackendClient) -> None:
    """What counts is the list of proved numbers, which only the gateway writes."""
    asking = await take_turn(records_of(), utility)
    answer = await take_turn(verdict("proved", asking.draft), utility)
    assert "own_records.ticket" not in keys(answer)


async def test_another_number_s_proof_opens_nothing(utility: BackendClient) -> None:
    """Each number needs its own."""
    asking = await take_turn(records_of("9811111111"), utility)
    answer = await take_turn(verdict("wrong", asking.draft, proved=(ASHA,)), utility)
    assert keys(answer) == ["otp.wrong", "ask.otp"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("wrong", ["otp.wrong", "ask.otp"]),
        ("expired", ["otp.expired", "ask.otp"]),
        ("resend", ["otp.sent", "ask.otp"]),
    ],
)
async def test_a_code_that_did_not_work_is_asked_again(
    utility: BackendClient, said: str, expected: list[str]
) -> None:
    """With a button for a new one and one to go on without; only "resend" sends another."""
    asking = await take_turn(records_of(), utility)
    again = await take_turn(verdict(said, asking.draft), utility)
    assert keys(again) == expected
    payloads = [choice.payload for choice in again.bubbles[-1].choices]
    assert payloads == ['/inform{"otp": "resend"}', '/inform{"otp": "skip"}']
    assert bool(again.prove) == (said == "resend")


@pytest.mark.parametrize("said", ["too_many", "not_sent", "skip"])
async def test_without_proof_a_typed_number_shows_what_it_always_did(
    utility: BackendClient, said: str
) -> None:
    """Number, kind, status and deadline; no place and no name."""
    asking = await take_turn(records_of(), utility)
    answer = await take_turn(verdict(said, asking.draft), utility)
    assert keys(answer)[-3:-1] == ["ticket.status", "ticket.closed_ask"]
    assert "own_records.status_only" in keys(answer)
    assert "Gali" not in str(answer.bubbles)


async def test_where_no_code_can_be_sent_none_is_asked(utility: BackendClient) -> None:
    """Without SMS everything goes as it went before."""
    answer = await take_turn(records_of(provable=False), utility)
    assert keys(answer) == ["own_records.status_only", "ticket.status", "ticket.closed_ask"]
    assert answer.prove is None


@pytest.mark.parametrize("words", ["sms nahi aaya", "कोड नहीं आया", "resend please", "dobara"])
async def test_no_code_came_in_own_words(utility: BackendClient, words: str) -> None:
    """Another one is sent."""
    asking = await take_turn(records_of(), utility)
    said = told_of(typed(words, "deny", sure=0.4, draft=asking.draft))
    assert keys(await take_turn(said, utility)) == ["otp.sent", "ask.otp"]


async def test_a_number_that_is_proved_needs_no_code_and_no_typing(utility: BackendClient) -> None:
    """On Telegram and WhatsApp the channel proves it."""
    turn = told_of(typed("meri sabhi shikayatein dikhao", "check_ticket_status"), proved=(ASHA,))
    assert keys(await take_turn(turn, utility)) == ["own_records.ticket", "own_records.application"]


async def test_details_are_shown_to_the_registered_number_alone(utility: BackendClient) -> None:
    """The code goes to the number on record, which nobody has to type and nobody is shown."""
    turn = told_of(tapped("check_bill", show="details", account_number=ACCOUNT))
    asking = await take_turn(turn, utility)
    assert asking.prove == {"mobile_number": ASHA, "purpose": "details"}
    assert ASHA not in str([bubble.args for bubble in asking.bubbles])

    shown = await take_turn(verdict("proved", asking.draft, proved=(ASHA,)), utility)
    assert keys(shown) == ["own_details.shown"]
    assert shown.bubbles[0].args["name"] == "Asha Devi"


async def test_without_the_registered_number_details_stay_closed(utility: BackendClient) -> None:
    """Also for somebody who proved another number."""
    turn = tapped("check_bill", show="details", account_number=ACCOUNT)
    answer = await take_turn(told_of(turn, provable=False, proved=("9811111111",)), utility)
    assert keys(answer) == ["own_details.not_shown"]
    assert "Asha" not in str(answer.bubbles)


async def test_an_unknown_account_is_asked_again(utility: BackendClient) -> None:
    """And then its own registered number counts."""
    turn = tapped("check_bill", show="details", account_number="7099999999")
    asked = await take_turn(told_of(turn), utility)
    assert keys(asked) == ["unknown.account", "ask.account_number"]
    number = {"account_number": ACCOUNT}
    again = told_of(typed(ACCOUNT, entities=number, draft=asked.draft, known=asked.known))
    assert (await take_turn(again, utility)).prove is not None


async def test_accounts_cannot_be_tried_out(utility: BackendClient) -> None:
    """A code that is asked for counts as a look-up, as a bill does."""
    known: dict[str, Any] = {}
    for last in range(11):
        turn = tapped("check_bill", show="details", account_number=f"70999999{last:02}")
        answer = await take_turn(told_of(turn, known=known), utility)
        known = answer.known
    assert keys(answer) == ["lookup.too_many"]


def change_of_mobile(**told: Any) -> Turn:
    """Everything about a change of the registered number in one message."""
    draft = Draft.begin("request_detail_change", "m1")
    draft.values = {"detail": "mobile_number", "mobile_number": "9935001045"}
    draft.asked = "account_number"
    account = {"account_number": ACCOUNT}
    return told_of(typed(ACCOUNT, entities=account, draft=draft), **told)


async def test_a_change_of_details_carries_its_proof(
    utility: BackendClient, sent: list[httpx.Request]
) -> None:
    """The code goes to the number that is registered now, not to the new one."""
    asking = await take_turn(change_of_mobile(), utility)
    assert asking.prove == {"mobile_number": ASHA, "purpose": "detail_change"}
    proof = {"detail_change": [ASHA]}
    right = verdict("proved", asking.draft, proved=(ASHA,), proved_for=proof)
    done = await take_turn(right, utility)
    assert keys(done) == ["made.request_detail_change", "detail_change.proved"]
    assert b'"proved":"registered_mobile"' in sent[-1].content


async def test_a_code_for_looking_changes_nothing(utility: BackendClient) -> None:
    """Whoever proved a number to see something proves it anew to change something; what the
    channel itself proves counts for both."""
    looked = change_of_mobile(proved=(ASHA,), proved_for={"history": [ASHA]})
    assert (await take_turn(looked, utility)).prove is not None
    by_channel = change_of_mobile(proved=(ASHA,), proved_for={"any": [ASHA]})
    assert keys(await take_turn(by_channel, utility))[-1] == "detail_change.proved"


@pytest.mark.parametrize("told", [{"provable": False}, {"provable": True}])
async def test_a_change_of_details_goes_on_without_proof(
    utility: BackendClient, sent: list[httpx.Request], told: dict[str, Any]
) -> None:
    """Whoever has lost the old telephone makes the request all the same; the desk checks."""
    answer = await take_turn(change_of_mobile(**told), utility)
    if told["provable"]:
        answer = await take_turn(verdict("skip", answer.draft), utility)
    assert keys(answer) == ["made.request_detail_change"]
    assert b"registered_mobile" not in sent[-1].content


async def test_a_request_begun_elsewhere_is_offered_and_taken_up(utility: BackendClient) -> None:
    """After proof, with one tap; what is open here waits until it is done."""
    elsewhere = [{"id": "d9", "errand": "check_bill"}, {"id": "d8", "errand": "nobody_s"}]
    shown = await take_turn(records_of(proved=(ASHA,), elsewhere=elsewhere), utility)
    assert keys(shown)[-1] == "draft.elsewhere"
    (choice,) = shown.bubbles[-1].choices
    assert choice.payload == '/inform{"take_up": "d9"}'

    here = Draft.begin("request_callback", "m2")
    tap = tapped("inform", draft=here, take_up="d9")
    tap.known = {"taken_up": Draft(id="d9", errand="check_bill").to_json()}
    taken = await take_turn(tap, utility)
    assert keys(taken) == ["form.back_to", "ask.account_number"]
    assert taken.draft is not None
    assert taken.draft.id == "d9"
    assert [one.errand for one in taken.draft.parked] == ["request_callback"]
    assert "taken_up" not in taken.known


async def test_a_request_that_is_gone_is_said_to_be(utility: BackendClient) -> None:
    """It was finished there meanwhile; what is open here goes on."""
    here = Draft.begin("request_callback", "m2")
    answer = await take_turn(tapped("inform", draft=here, take_up="d9"), utility)
    assert keys(answer) == ["draft.gone", "ask.callback_number"]
