"""What people answer to a notice reaches the utility, and no notice takes an errand away."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from actions.dialogue import take_turn
from actions.drafts import Draft
from actions.understanding import Turn
from backend_client import BackendClient
from tests.actions.turns import keys, tapped, typed
from tests.actions.utility import Utility, utility_with

DONE, OPEN = "FLT-2026-000501", "FLT-2026-000502"
SAMPLE: dict[str, Any] = {
    "tickets": [
        {"ticket_number": DONE, "status": "resolved", "mobile_number": "9935001001"},
        {"ticket_number": OPEN, "status": "in_progress", "mobile_number": "9935001002"},
    ]
}
ASKED = {"asked_fixed": DONE}


@pytest.fixture
async def utility(tmp_path: Path) -> AsyncIterator[Utility]:
    async with utility_with(tmp_path, SAMPLE) as utility:
        yield utility


def a_fault() -> Draft:
    """A fault of which the mobile number is asked."""
    draft = Draft.begin("report_fault", "first message")
    draft.values = {"fault_type": "no_supply", "locality": "Barra 6", "duration": "kal se"}
    draft.values["outage_told"] = "Barra 6"
    draft.asked = "mobile_number"
    return draft


@pytest.mark.parametrize(
    "turn",
    [
        tapped("inform", fixed="yes", ticket_number=DONE),
        typed("haan ho gaya", "affirm", known=ASKED),
    ],
    ids=["button", "typed"],
)
async def test_a_yes_closes_the_ticket(utility: Utility, turn: Turn) -> None:
    """By its button, or in words when it was the last thing asked."""
    answer = await take_turn(turn, utility.client)
    assert keys(answer) == ["fixed.thanks"]
    assert (await utility.client.ticket(DONE)).status == "confirmed"


async def test_a_typed_no_reopens_it(utility: Utility) -> None:
    """Like its button; the person hears the new deadline."""
    answer = await take_turn(typed("nahi", "deny", known=ASKED), utility.client)
    assert keys(answer)[:2] == ["made.reopen_complaint", "ticket.due"]
    assert (await utility.client.ticket(DONE)).status == "reopened"


@pytest.mark.parametrize("known", [{}, {"asked_fixed": None}])
async def test_a_yes_that_answers_nothing_closes_nothing(
    utility: Utility, known: dict[str, Any]
) -> None:
    """Without a question it is just a word."""
    await take_turn(typed("haan", "affirm", known=known), utility.client)
    assert (await utility.client.ticket(DONE)).status == "resolved"


async def test_after_anything_else_a_bare_yes_answers_something_else(utility: Utility) -> None:
    """The question is forgotten with the next turn; its button is not."""
    answer = await take_turn(typed("namaste", "greet", known=ASKED), utility.client)
    assert "asked_fixed" not in answer.turn_record()["turn"]["known"]


async def test_a_yes_in_the_middle_of_an_errand_leaves_it_open(utility: Utility) -> None:
    """The answer is noted, and the open question asked again."""
    turn = tapped("inform", a_fault(), fixed="yes", ticket_number=DONE)
    answer = await take_turn(turn, utility.client)
    assert keys(answer)[0] == "fixed.thanks"
    assert answer.bubbles[-1].expects == "mobile_number"
    assert answer.draft is not None and answer.draft.errand == "report_fault"
    assert (await utility.client.ticket(DONE)).status == "confirmed"


async def test_a_yes_that_comes_too_soon_or_twice(utility: Utility) -> None:
    """An open ticket stays open; a second yes changes nothing."""
    answer = await take_turn(tapped("inform", fixed="yes", ticket_number=OPEN), utility.client)
    assert keys(answer) == ["fixed.still_open"]
    assert (await utility.client.ticket(OPEN)).status == "in_progress"
    for number in ("one", "two"):
        turn = tapped("inform", fixed="yes", ticket_number=DONE)
        turn.inbox_id = number
        assert keys(await take_turn(turn, utility.client)) == ["fixed.thanks"]


async def test_while_the_backend_is_away_the_button_stays() -> None:
    """Nothing is said to be noted."""

    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    transport = httpx.MockTransport(away)
    async with BackendClient("http://utility", "a-key", transport=transport) as client:
        answer = await take_turn(tapped("inform", fixed="yes", ticket_number=DONE), client)
    assert keys(answer) == ["fixed.not_noted"]
    again = answer.bubbles[0].choices[0].payload
    assert again == f'/inform{{"fixed": "yes", "ticket_number": "{DONE}"}}'


@pytest.mark.parametrize(
    ("said", "wish", "key"),
    [
        ("notices band karo", "off", "notice.off"),
        ("stop notifications please", "off", "notice.off"),
        ("सूचनाएँ बंद कर दो", "off", "notice.off"),
        ("notices chalu karo", "on", "notice.on"),
        ("मैसेज चालू कर दीजिए", "on", "notice.on"),
    ],
)
async def test_notices_are_stopped_and_wanted_again(
    utility: Utility, said: str, wish: str, key: str
) -> None:
    """In words of one's own, whatever the language model takes them for."""
    for intent in ("stop", "out_of_scope", "nlu_fallback"):
        answer = await take_turn(typed(said, intent, sure=0.9), utility.client)
        assert keys(answer) == [key]
        assert answer.turn_record()["turn"]["notices"] == wish


async def test_stopping_notices_stops_no_errand(utility: Utility) -> None:
    """And stopping an errand stops no notice."""
    answer = await take_turn(typed("notices band", "stop", draft=a_fault()), utility.client)
    assert answer.draft is not None and answer.bubbles[-1].expects == "mobile_number"
    answer = await take_turn(typed("rehne do", "stop", draft=a_fault()), utility.client)
    assert answer.draft is None and answer.turn_record()["turn"]["notices"] is None


@pytest.mark.parametrize(
    "said",
    [
        "light band hai",
        "meter band hai, message bhi band nahi hota aur light bhi nahi",
        "bijli chalu karo",
    ],
)
async def test_a_dead_supply_is_no_wish_about_notices(utility: Utility, said: str) -> None:
    """The words for off and on are those of the light as well."""
    answer = await take_turn(typed(said, "report_fault"), utility.client)
    assert answer.turn_record()["turn"]["notices"] is None


async def test_who_insists_by_a_typed_number_does_not_follow_the_ticket(utility: Utility) -> None:
    """It may be anybody's; whoever proved to hold its mobile number does."""
    answer = await take_turn(tapped("reopen_complaint", ticket_number=DONE), utility.client)
    assert (answer.references, answer.followed) == ([DONE], [])
    await utility.post(f"/tickets/{DONE}/status", {"status": "assigned"})
    escalating = tapped("escalate_complaint", ticket_number=DONE)
    escalating.proved = ["9935001001"]
    answer = await take_turn(escalating, utility.client)
    assert (answer.references, answer.followed) == ([DONE], [DONE])


async def test_promise_and_standard_are_told(utility: Utility) -> None:
    """The nearer as the deadline, the other beside it."""
    draft = a_fault()
    draft.values["fault_type"] = "transformer_fault"
    answer = await take_turn(typed("9935001003", draft=draft), utility.client)
    assert [key for key in keys(answer) if key.startswith("ticket.due")] == [
        "ticket.due",
        "ticket.due_promise",
    ]
