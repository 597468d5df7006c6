"""When the utility's backend is away or says no, the person hears the truth and loses nothing."""

from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import pytest

from actions.drafts import Draft
from actions.form import take_turn
from actions.speech import Answer
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
    """Whatever went wrong: an honest sentence, no reference, and the draft is kept."""
    answer = await answered(handler, a_fault())
    assert [one.key for one in answer.bubbles] == ["backend.unreachable"]
    assert answer.references == []
    assert answer.draft is not None
    assert answer.draft.values["mobile_number"] == "9876543210"


async def test_the_next_message_sends_the_kept_draft_under_the_same_key() -> None:
    """One record, also when the first try did arrive and only its answer was lost."""
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
    assert answer.draft is not None
    kept = Draft.from_json(answer.draft.to_json())
    transport = httpx.MockTransport(first_lost)
    async with BackendClient("http://utility", "a-key", transport=transport) as utility:
        again = await take_turn(tapped("inform", kept, again="yes"), utility)
    assert again.references == ["FLT-2026-000001"]
    assert again.draft is None
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
