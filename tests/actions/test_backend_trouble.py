"""When the utility's backend is away or says no, the person hears the truth and loses nothing."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import pytest

from actions.dialogue import take_turn
from actions.drafts import Draft
from actions.speech import Answer
from actions.understanding import Turn
from backend_client import BackendClient
from tests.actions.turns import tapped, typed

Handler = Callable[[httpx.Request], httpx.Response]


def a_fault() -> Draft:
    """A fault with everything said but the mobile number."""
    draft = Draft.begin("report_fault", "first message")
    draft.values = {"fault_type": "no_supply", "locality": "Barra 6", "duration": "kal se"}
    draft.values["outage_told"] = "Barra 6"
    draft.asked = "mobile_number"
    return draft


async def answered(handler: Handler, draft: Draft) -> Answer:
    """The answer to a mobile number, with the backend behaving like `handler`."""
    transport = httpx.MockTransport(handler)
    async with BackendClient("http://utility", "a-key", transport=transport) as utility:
        return await take_turn(typed("9876543210", draft=draft), utility)


def delivery(kept: Draft, draft: Draft | None = None) -> Turn:
    """The gateway's own turn for a kept request, perhaps while another form is open."""
    turn = tapped("inform", draft, again="yes")
    turn.deliver = kept
    turn.known["kept"] = [kept.provisional]
    return turn


def away(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused", request=request)


@pytest.mark.parametrize(
    "handler",
    [
        away,
        lambda _: httpx.Response(500, text="Traceback"),
        lambda _: httpx.Response(201, text="<html>it works</html>"),
        lambda _: httpx.Response(201, json={"status": "received"}),
        lambda _: httpx.Response(200, json=[]),
        lambda _: httpx.Response(401, json={"code": "not_allowed"}),
        lambda _: httpx.Response(429, json={"code": "slow_down"}),
    ],
    ids=["unreachable", "500", "not json", "no number", "a list", "our key is wrong", "too many"],
)
async def test_no_success_is_said_without_the_backends_number(handler: Handler) -> None:
    """Whatever went wrong: an honest sentence, no reference, and the whole request is handed
    over to be delivered later, so that the person may go on."""
    answer = await answered(handler, a_fault())
    assert [one.key for one in answer.bubbles] == ["backend.kept"]
    assert answer.references == []
    assert answer.draft is None
    assert answer.known["kept"] == [answer.kept[0].provisional]
    [kept] = answer.kept
    assert kept.values["mobile_number"] == "9876543210"
    assert answer.bubbles[0].args["number"] == kept.provisional


async def test_a_kept_request_is_delivered_under_the_same_key() -> None:
    """One record, also when the first try did arrive and only its answer was lost; the person
    hears which of their requests the number belongs to."""
    keys: list[str] = []
    bodies: list[dict[str, object]] = []

    def first_lost(request: httpx.Request) -> httpx.Response:
        if "/consumers/" in request.url.path:  # the contact is nobody's account
            return httpx.Response(404, json={"code": "unknown_account"})
        if request.method == "POST":
            keys.append(request.headers["Idempotency-Key"])
            bodies.append(json.loads(request.content))
        if len(keys) <= 2:
            raise httpx.ReadTimeout("lost", request=request)
        return httpx.Response(
            201, json={"number": "FLT-2026-000001", "kind": "fault", "status": "received"}
        )

    answer = await answered(first_lost, a_fault())
    kept = Draft.from_json(answer.kept[0].to_json())
    transport = httpx.MockTransport(first_lost)
    async with BackendClient("http://utility", "a-key", transport=transport) as utility:
        again = await take_turn(delivery(kept), utility)
    assert again.known["kept"] == []
    assert again.references == ["FLT-2026-000001"]
    assert again.draft is None
    assert again.kept == []
    assert [one.key for one in again.bubbles][:2] == ["backend.delivered", "made.report_fault"]
    assert again.bubbles[0].args["number"] == kept.provisional
    assert len(set(keys)) == 1
    assert all(body == bodies[0] for body in bodies)


async def test_a_field_that_the_backend_refuses_is_asked_again() -> None:
    """The rest of the draft stays as it is."""
    fields = [{"field": "mobile_number", "code": "pattern"}]
    refusal = {"code": "invalid", "detail": "no", "fields": fields}
    answer = await answered(lambda _: httpx.Response(422, json=refusal), a_fault())
    assert answer.draft is not None
    assert answer.draft.asked == "mobile_number"
    assert answer.draft.values["locality"] == "Barra 6"
    assert answer.bubbles[0].key == "backend.refused_field"


async def test_a_turn_that_is_repeated_begins_the_same_draft() -> None:
    """After a crash between two processes the same message makes the same key."""
    first = Draft.begin("report_hazard", "message 7")
    second = Draft.begin("report_hazard", "message 7")
    assert first.key == second.key
    assert first.key != Draft.begin("report_hazard", "message 8").key


async def test_a_kept_request_that_still_cannot_be_delivered_is_kept_again_in_silence() -> None:
    """The person was told once; the provisional number stays the same."""
    answer = await answered(away, a_fault())
    kept = Draft.from_json(answer.kept[0].to_json())
    transport = httpx.MockTransport(away)
    async with BackendClient("http://utility", "a-key", transport=transport) as utility:
        again = await take_turn(delivery(kept), utility)
    assert again.bubbles == []
    assert [one.provisional for one in again.kept] == [answer.kept[0].provisional]
    assert again.known["kept"] == [answer.kept[0].provisional]


async def test_a_delivery_leaves_the_open_form_where_it_stood() -> None:
    """The number is told, then the open question is asked again."""

    def back(request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(404, json={"code": "unknown_account"})
        return httpx.Response(
            201, json={"number": "FLT-2026-000001", "kind": "fault", "status": "received"}
        )

    kept = Draft.from_json((await answered(away, a_fault())).kept[0].to_json())
    open_form = Draft.begin("apply_new_connection", "a later message")
    open_form.asked = "connection_category"
    transport = httpx.MockTransport(back)
    async with BackendClient("http://utility", "a-key", transport=transport) as utility:
        answer = await take_turn(delivery(kept, open_form), utility)
    assert answer.references == ["FLT-2026-000001"]
    assert answer.draft is not None
    assert (answer.draft.errand, answer.draft.asked) == (
        "apply_new_connection",
        "connection_category",
    )
    assert answer.bubbles[-1].expects == "connection_category"


async def test_an_interrupted_errand_is_taken_up_when_the_other_is_kept() -> None:
    """A backend that is away stops nobody from filling the next form."""
    draft = a_fault()
    draft.parked = [Draft.begin("apply_new_connection", "an earlier message")]
    answer = await answered(away, draft)
    assert answer.draft is not None
    assert answer.draft.errand == "apply_new_connection"
    assert answer.kept[0].parked == []
    assert [one.key for one in answer.bubbles][:2] == ["backend.kept", "form.back_to"]


async def test_a_look_up_is_not_handed_over_but_asked_again() -> None:
    """Nobody wants to hear their bill an hour later; it is theirs to ask again."""
    draft = Draft.begin("check_bill", "first message")
    draft.asked = "account_number"
    transport = httpx.MockTransport(away)
    async with BackendClient("http://utility", "a-key", transport=transport) as utility:
        answer = await take_turn(typed("7012345678", draft=draft), utility)
    assert [one.key for one in answer.bubbles] == ["backend.unreachable"]
    assert answer.kept == []
    assert answer.draft is not None


@pytest.mark.parametrize("intent", ["check_ticket_status", "escalate_complaint"])
async def test_what_became_of_a_kept_request_is_told_without_the_backend(intent: str) -> None:
    """There is no number yet that could be asked for."""
    turn = typed("status batao", intent)
    turn.known["kept"] = ["TMP-0A1B2C"]
    transport = httpx.MockTransport(away)
    async with BackendClient("http://utility", "a-key", transport=transport) as utility:
        answer = await take_turn(turn, utility)
    assert [one.key for one in answer.bubbles] == ["backend.still_kept"]
    assert answer.draft is None
