"""What the form does with messages that are no plain answer."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from actions.dialogue import take_turn
from actions.drafts import Draft
from backend_client import BackendClient
from tests.actions.turns import keys, tapped, typed


def utility_of_bills(request: httpx.Request) -> httpx.Response:
    """A backend that knows one bill, issues tickets, and has no outages."""
    if request.url.path.endswith("/bill"):
        account = request.url.path.split("/")[-2]
        bill = {"account_number": account, "amount": 100, "as_of": "2026-11-23T10:00:00+05:30"}
        return httpx.Response(200, json=bill)
    if request.method == "POST":
        made = {"number": "HZD-2026-000007", "kind": "hazard", "status": "received"}
        return httpx.Response(201, json=made)
    return httpx.Response(200, json=[])


@pytest.fixture
async def utility() -> AsyncIterator[BackendClient]:
    """The client on that backend."""
    transport = httpx.MockTransport(utility_of_bills)
    async with BackendClient("http://utility", "a-key", transport=transport) as client:
        yield client


def connection(**values: object) -> Draft:
    """A new connection of which `values` are known and the address is asked."""
    draft = Draft.begin("apply_new_connection", "m1")
    draft.values = {"connection_category": "domestic", "load_kw": 2.0, **values}
    draft.asked = "address" if "locality" in values else "person_name"
    return draft


def at_the_address() -> Draft:
    """A new connection with name, number and place, whose address is asked."""
    return connection(
        person_name="A B", mobile_number="9876543210", locality="Barra", placed="Barra"
    )


async def test_safety_words_come_first_and_before_any_question(utility: BackendClient) -> None:
    """A hazard interrupts the form, asks only the place, and the form is kept."""
    hazard = typed("taar toot kar gira hai", "report_hazard", draft=connection())
    answer = await take_turn(hazard, utility)
    assert keys(answer) == ["hazard.safety", "ask.report_hazard.locality"]
    assert answer.draft is not None
    assert [one.errand for one in answer.draft.parked] == ["apply_new_connection"]


async def test_after_the_hazard_the_interrupted_form_goes_on(utility: BackendClient) -> None:
    """The question that was open is put again, with everything said before."""
    hazard = typed("taar gira hai", "report_hazard", draft=connection())
    first = await take_turn(hazard, utility)
    second = await take_turn(typed("barra 6 mandir ke paas", draft=first.draft), utility)
    assert second.references == ["HZD-2026-000007"]
    assert keys(second)[-2:] == ["form.back_to", "ask.person_name"]
    assert second.draft is not None
    assert second.draft.values["load_kw"] == 2.0


async def test_a_greeting_does_not_lose_the_form(utility: BackendClient) -> None:
    """It is answered, without a menu that competes with the question, and the form goes on."""
    draft = connection(
        person_name="A B", mobile_number="9876543210", locality="Barra", placed="Barra"
    )
    answer = await take_turn(typed("namaste", "greet", draft=draft), utility)
    assert keys(answer) == ["answer.greet", "ask.address"]
    assert answer.bubbles[0].choices == ()


async def test_a_number_given_again_replaces_the_first_one(utility: BackendClient) -> None:
    """ "nahi, number galat tha, 98…": the correction is taken and the open question stays."""
    draft = connection(
        person_name="A B", mobile_number="9876543210", locality="Barra", placed="Barra"
    )
    said = typed(
        "nahi number galat tha 9811111111",
        "change_answer",
        entities={"mobile_number": "9811111111"},
        draft=draft,
    )
    answer = await take_turn(said, utility)
    assert answer.draft is not None
    assert answer.draft.values["mobile_number"] == "9811111111"
    assert answer.draft.asked == "address"


async def test_a_field_named_without_a_value_is_asked_again(utility: BackendClient) -> None:
    """ "naam galat hai" asks for the name, and nothing else is forgotten."""
    draft = connection(
        person_name="A B", mobile_number="9876543210", locality="Barra", placed="Barra"
    )
    answer = await take_turn(typed("naam galat hai", "change_answer", draft=draft), utility)
    assert keys(answer) == ["ask.person_name"]


async def test_misunderstandings_bring_buttons_and_then_a_person(utility: BackendClient) -> None:
    """After two the ways out are offered, after three a person."""
    draft: Draft | None = Draft.begin("check_bill", "m1")
    assert draft is not None
    draft.asked = "account_number"
    payloads: list[list[str]] = []
    for _ in range(3):
        answer = await take_turn(typed("hmm", "inform", draft=draft), utility)
        draft = answer.draft
        payloads.append([choice.payload for bubble in answer.bubbles for choice in bubble.choices])
    assert payloads[0] == []
    assert "/stop" in payloads[1]
    assert "/talk_to_human" in payloads[2]
    assert "form.offer_person" in keys(answer)


async def test_the_same_look_up_with_another_number_needs_no_words(utility: BackendClient) -> None:
    """ "aur 7012345679" after a bill is the next bill."""
    first = await take_turn(
        typed("bill", "check_bill", entities={"account_number": "7012345678"}), utility
    )
    number = {"mobile_number": "7012345679"}
    second = await take_turn(
        typed("aur 7012345679", "inform", entities=number, known=first.known), utility
    )
    assert second.bubbles[0].args["account"] == "7012345679"


async def test_one_conversation_cannot_try_numbers_without_end(utility: BackendClient) -> None:
    """The eleventh different account within an hour is refused."""
    known: dict[str, object] = {}
    for last in range(11):
        account = f"70123456{last:02}"
        turn = typed("bill", "check_bill", entities={"account_number": account}, known=known)
        answer = await take_turn(turn, utility)
        known = answer.known
    assert keys(answer) == ["lookup.too_many"]


async def test_a_tap_after_did_you_mean_keeps_what_was_typed(utility: BackendClient) -> None:
    """Nobody has to type the first message again."""
    unsure = typed("barra me kuch gadbad", "report_fault", sure=0.4, entities={"locality": "barra"})
    guess = await take_turn(unsure, utility)
    assert keys(guess) == ["answer.did_you_mean"]
    tap = tapped("report_fault")
    tap.known = guess.known
    answer = await take_turn(tap, utility)
    assert answer.draft is not None
    assert answer.draft.values["locality"] == "barra"
    assert answer.draft.values["description"] == "barra me kuch gadbad"


async def test_a_theft_report_carries_no_number_of_its_reporter(utility: BackendClient) -> None:
    """Also not one that was given earlier in the conversation or in passing."""
    sent: list[bytes] = []

    def remember(request: httpx.Request) -> httpx.Response:
        sent.append(request.content)
        return utility_of_bills(request)

    transport = httpx.MockTransport(remember)
    async with BackendClient("http://utility", "a-key", transport=transport) as watched:
        turn = typed(
            "padosi katiya dalta hai, mera number 9876543210",
            "report_theft",
            entities={"mobile_number": "9876543210", "locality": "kakadev"},
            known={"mobile_number": "9876543210", "account_number": "7012345678"},
        )
        await take_turn(turn, watched)
    assert sent
    assert not any(b'"mobile_number":"' in body or b'account_number":"' in body for body in sent)


async def test_a_change_that_was_interrupted_is_no_backend_trouble(utility: BackendClient) -> None:
    """After the interruption the summary stands again, and not an apology."""
    draft = at_the_address()
    draft.values.update(
        address="12/3",
        pincode="208011",
        phase="single",
        owner_or_tenant="owner",
        existing_dues="no",
        documents=["photo"],
        consent="yes",
    )
    draft.stage, draft.asked = "changing", None
    hazard = typed("taar gira hai", "report_hazard", entities={"locality": "Barra"}, draft=draft)
    answer = await take_turn(hazard, utility)
    assert keys(answer)[-3:] == [
        "form.back_to",
        "summary.apply_new_connection",
        "ask.confirmation",
    ]


@pytest.mark.parametrize("text", ["kitna time lagega?", "कितने दिन में होगा", "how long will it take"])
async def test_how_long_amid_an_application_asks_about_the_connection(
    utility: BackendClient, text: str
) -> None:
    """The language model knows the question from outages; the form knows what it is about."""
    answer = await take_turn(typed(text, "outage_info", draft=connection()), utility)
    assert answer.draft is not None
    assert answer.draft.errand == "apply_new_connection"
    assert answer.bubbles[-1].expects == "person_name"


async def test_when_the_light_comes_is_asked_of_the_light_amid_an_application(
    utility: BackendClient,
) -> None:
    """Whoever names the supply means the supply."""
    asked = typed("aur light kab aayegi", "outage_info", draft=connection())
    answer = await take_turn(asked, utility)
    assert answer.draft is not None
    assert answer.draft.errand == "outage_info"
