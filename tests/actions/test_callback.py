"""Whoever wants to be telephoned goes onto the desk's list, once the utility has their wish."""

from __future__ import annotations

import json

import httpx
import pytest

from actions.dialogue import take_turn
from actions.drafts import Draft
from actions.speech import Answer, Call
from actions.understanding import Turn
from backend_client import BackendClient
from tests.actions.turns import tapped, typed

MOBILE = "9876543210"
MADE = {"number": "CLB-2026-000001", "kind": "callback", "status": "received"}


async def answer_to(turn: Turn, *, away: bool = False, division: str | None = None) -> Answer:
    """The answer, with a backend that makes the ticket or is away."""

    def utility(request: httpx.Request) -> httpx.Response:
        if away:
            raise httpx.ConnectError("away", request=request)
        assert json.loads(request.content)["mobile_number"] == MOBILE
        return httpx.Response(201, json=MADE | {"division": division})

    transport = httpx.MockTransport(utility)
    async with BackendClient("http://utility", "a-key", transport=transport) as client:
        return await take_turn(turn, client)


@pytest.mark.parametrize(
    ("division", "known"), [("Phoolbagh", "Phoolbagh"), ("central_desk", None), (None, None)]
)
async def test_a_wish_to_be_called_names_number_and_division(
    division: str | None, known: str | None
) -> None:
    """The division only where the utility knows it: the central desk's wishes are everybody's."""
    draft = Draft.begin("request_callback", "m1")
    draft.asked = "mobile_number"
    answer = await answer_to(typed(MOBILE, draft=draft), division=division)
    assert answer.call == Call(MOBILE, known)
    assert answer.turn_record()["turn"]["call"] == {"mobile_number": MOBILE, "division": known}


async def test_a_missed_call_is_such_a_wish() -> None:
    """It comes as a tap with the number, and nothing is asked."""
    answer = await answer_to(tapped("request_callback", mobile_number=MOBILE))
    assert (answer.references, answer.call) == (["CLB-2026-000001"], Call(MOBILE))


async def test_who_gives_no_number_is_called_by_nobody() -> None:
    """They wait in the chat alone; without a number nothing is on the list."""
    draft = Draft.begin("talk_to_human", "m1")
    draft.values["mobile_number"] = None
    draft.asked = "mobile_number"
    answer = await answer_to(tapped("inform", draft, mobile_number="skip"), away=True)
    assert answer.call is None


async def test_a_kept_wish_is_on_the_list_when_it_was_delivered() -> None:
    """Not before: until then the person has a provisional number and hears so."""
    draft = Draft.begin("request_callback", "m1")
    draft.asked = "mobile_number"
    kept = await answer_to(typed(MOBILE, draft=draft), away=True)
    assert (kept.call, len(kept.kept)) == (None, 1)
    turn = tapped("inform", None, again="yes")
    turn.deliver = Draft.from_json(kept.kept[0].to_json())
    assert (await answer_to(turn)).call == Call(MOBILE)
