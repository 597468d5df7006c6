"""Staff fill in the form for somebody: the same questions, the same refusals, the same record."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from actions.dialogue import take_turn
from actions.drafts import Draft
from actions.errands import ERRANDS
from actions.speech import Answer
from actions.understanding import Turn
from backend_client import BackendClient
from tests.actions.turns import tapped, typed
from tests.actions.utility import Utility, utility_with

ASHA, ACCOUNT = "9876543210", "7012345678"
SAMPLE: dict[str, Any] = {
    "accounts": [{"account_number": ACCOUNT, "name": "Asha Devi", "mobile_number": ASHA}]
}
#: What an operator writes or picks, field by field.
CONNECTION = {
    "connection_category": "domestic",
    "load_kw": "2 kW",
    "person_name": "Ravi Kumar",
    "mobile_number": "98765 43210",
    "locality": "Barra 6",
    "address": "117/45, gali 3, Barra 6",
    "pincode": "208027",
    "phase": "single",
    "owner_or_tenant": "owner",
    "existing_dues": "no",
    "documents": ["id_proof", "photo"],
    "consent": "yes",
}


@pytest.fixture
async def utility(tmp_path: Path) -> AsyncIterator[Utility]:
    """The reference backend with one consumer."""
    async with utility_with(tmp_path, SAMPLE) as utility:
        yield utility


def doing(wish: dict[str, Any], draft: Draft | None = None, **told: Any) -> Turn:
    """What staff do in the form."""
    turn = tapped("inform", draft=draft)
    turn.assist = wish
    for name, value in told.items():
        setattr(turn, name, value)
    return turn


def written(name: str, text: str, draft: Draft | None, intent: str = "inform") -> Turn:
    """What staff write into a field."""
    turn = typed(text, intent, draft=draft)
    turn.assist = {"field": name}
    return turn


def picked(name: str, value: Any, draft: Draft | None) -> Turn:
    """What staff pick in a field."""
    turn = tapped("inform", draft=draft, **{name: value})
    turn.assist = {"field": name}
    return turn


def field(answer: Answer, name: str) -> dict[str, Any]:
    """One field of the form."""
    assert answer.form is not None
    found: dict[str, Any] = next(one for one in answer.form["fields"] if one["name"] == name)
    return found


async def filled(
    utility: BackendClient, answer: Answer, values: dict[str, Any] = CONNECTION, **told: Any
) -> Answer:
    """The form after each of these was given, closed questions by picking."""
    for name, value in values.items():
        turn = (picked if field(answer, name)["options"] else written)(name, value, answer.draft)
        turn.known = answer.known
        for fact, holds in told.items():
            setattr(turn, fact, holds)
        answer = await take_turn(turn, utility)
        assert field(answer, name)["problem"] is None, (name, value)
    return answer


async def test_a_new_connection_is_filled_in_and_sent(utility: Utility) -> None:
    """Field by field; the application holds what was written, and the consumer hears the number."""
    begun = await take_turn(doing({"begin": "apply_new_connection"}), utility.client)
    assert begun.bubbles == []
    assert begun.form
    assert not begun.form["ready"]
    answer = await filled(utility.client, begun)
    assert answer.form
    assert answer.form["ready"]
    done = await take_turn(doing({"finish": True}, answer.draft), utility.client)
    assert done.draft is None
    assert done.form is None
    assert done.bubbles[0].key == "made.apply_new_connection"
    [number] = done.references
    made = await utility.client.application(number)
    assert (made.person_name, made.load_kw, made.pincode) == ("Ravi Kumar", 2.0, "208027")


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("mobile_number", "98765", "problem.mobile_number"),
        ("person_name", "Ravi 2", "problem.person_name"),
        ("pincode", "0123", "problem.pincode"),
        ("load_kw", "5000000 kW", "problem.load_kw"),
        ("connection_category", "for the moon", "problem.not_understood"),
    ],
)
async def test_what_the_consumer_may_not_write_staff_may_not_either(
    utility: Utility, name: str, text: str, problem: str
) -> None:
    """The field says why, in the words of the chat, and keeps what it held."""
    begun = await take_turn(doing({"begin": "apply_new_connection"}), utility.client)
    answer = await take_turn(written(name, text, begun.draft), utility.client)
    assert field(answer, name)["problem"]["say"] == problem
    assert not field(answer, name)["settled"]
    assert answer.form
    assert not answer.form["ready"]


async def test_a_place_that_sounds_like_a_complaint_is_a_place_in_its_field(
    utility: Utility,
) -> None:
    """In a chat it would be asked again first."""
    begun = await take_turn(doing({"begin": "report_fault"}), utility.client)
    turn = written("locality", "Bijli Colony", begun.draft, intent="report_fault")
    answer = await take_turn(turn, utility.client)
    assert field(answer, "locality")["value"] == "Bijli Colony"


async def test_a_field_is_corrected_and_emptied(utility: Utility) -> None:
    """The last value counts; an emptied one is asked for again."""
    begun = await take_turn(doing({"begin": "apply_new_connection"}), utility.client)
    first = await filled(utility.client, begun, {"person_name": "Ravi"})
    second = await filled(utility.client, first, {"person_name": "Ravi Kumar"})
    assert field(second, "person_name")["shown"] == "Ravi Kumar"
    emptied = await take_turn(doing({"forget": "person_name"}, second.draft), utility.client)
    assert not field(emptied, "person_name")["settled"]


async def test_nothing_is_sent_while_a_field_is_open(utility: Utility) -> None:
    """Whatever the page says."""
    begun = await take_turn(doing({"begin": "report_hazard"}), utility.client)
    answer = await take_turn(doing({"finish": True}, begun.draft), utility.client)
    assert answer.references == []
    assert answer.draft is not None


async def test_the_safety_words_are_staffs_to_say(utility: Utility) -> None:
    """They stand above the form, and the chat hears them from no bot."""
    begun = await take_turn(doing({"begin": "report_hazard"}), utility.client)
    assert begun.form
    assert [one["say"] for one in begun.form["notes"]] == ["hazard.safety"]
    assert begun.bubbles == []


async def test_what_happened_has_a_field_of_its_own(utility: Utility) -> None:
    """A chat takes it from the first message; at the desk there is none."""
    begun = await take_turn(doing({"begin": "report_billing_complaint"}), utility.client)
    values = {"billing_issue": "high_bill", "account_number": ACCOUNT, "description": "Doubled"}
    answer = await filled(utility.client, begun, values)
    done = await take_turn(doing({"finish": True}, answer.draft), utility.client)
    ticket = await utility.client.ticket(done.references[0])
    assert (ticket.subtype, ticket.description) == ("high_bill", "Doubled")


async def test_what_the_backend_refuses_is_told_to_staff() -> None:
    """The field is empty again with the word why; the chat hears nothing."""
    problem = {
        "type": "about:blank",
        "title": "refused",
        "status": 422,
        "code": "invalid",
        "fields": [{"field": "load_kw", "code": "too_much"}],
    }
    refusing = httpx.MockTransport(lambda _request: httpx.Response(422, json=problem))
    async with BackendClient("http://utility", "a-key", transport=refusing) as client:
        begun = await take_turn(doing({"begin": "request_load_change"}), client)
        answer = await filled(client, begun, {"load_kw": "5 kW", "account_number": ACCOUNT})
        refused = await take_turn(doing({"finish": True}, answer.draft), client)
    assert refused.bubbles == []
    assert not field(refused, "load_kw")["settled"]
    assert refused.form
    assert [one["say"] for one in refused.form["notes"]] == ["backend.refused_field"]


async def test_the_form_is_kept_while_the_backend_is_away() -> None:
    """With a provisional number, delivered later by itself, as from a chat."""
    away = httpx.MockTransport(lambda _request: httpx.Response(503))
    async with BackendClient("http://utility", "a-key", transport=away) as client:
        begun = await take_turn(doing({"begin": "request_callback"}), client)
        answer = await filled(client, begun, {"mobile_number": ASHA})
        done = await take_turn(doing({"finish": True}, answer.draft), client)
    assert [bubble.key for bubble in done.bubbles] == ["backend.kept"]
    assert [one.errand for one in done.kept] == ["request_callback"]
    assert done.draft is None


async def test_the_bot_goes_on_where_staff_stopped(utility: Utility) -> None:
    """Given back, it asks the first question that is still open."""
    begun = await take_turn(doing({"begin": "apply_new_connection"}), utility.client)
    values = {"connection_category": "domestic", "load_kw": "2 kW"}
    answer = await filled(utility.client, begun, values)
    again = await take_turn(tapped("inform", answer.draft, again="yes"), utility.client)
    assert again.bubbles[-1].expects == "person_name"


async def test_whoever_asked_for_a_person_goes_on_with_what_they_were_at(
    utility: Utility,
) -> None:
    """The wish for a person is fulfilled: the form that it interrupted is shown."""
    begun = await take_turn(tapped("apply_new_connection"), utility.client)
    wish = await take_turn(tapped("talk_to_human", begun.draft), utility.client)
    assert wish.draft
    assert wish.draft.errand == "talk_to_human"
    shown = await take_turn(doing({}, wish.draft), utility.client)
    assert shown.form
    assert shown.form["errand"] == "apply_new_connection"
    assert shown.draft
    assert shown.draft.parked == []


async def test_an_errand_that_was_interrupted_is_open_again_after_the_other(
    utility: Utility,
) -> None:
    """Nothing of it is lost, and nothing of it is asked in the chat."""
    begun = await take_turn(doing({"begin": "apply_new_connection"}), utility.client)
    first = await filled(utility.client, begun, {"load_kw": "2 kW"})
    other = await take_turn(doing({"begin": "report_hazard"}, first.draft), utility.client)
    placed = await filled(utility.client, other, {"locality": "Barra 6"})
    done = await take_turn(doing({"finish": True}, placed.draft), utility.client)
    assert done.references[0].startswith("HZD")
    assert all(bubble.expects is None for bubble in done.bubbles)
    assert done.form
    assert done.form["errand"] == "apply_new_connection"
    assert field(done, "load_kw")["value"] == 2.0


CHANGE = {"detail": "name", "person_name": "Asha Sharma", "account_number": ACCOUNT}


async def test_a_change_of_the_name_wants_the_same_code(utility: Utility) -> None:
    """It goes to the registered number, whoever fills in the form."""
    begun = await take_turn(doing({"begin": "request_detail_change"}), utility.client)
    answer = await filled(utility.client, begun, CHANGE, provable=True)
    assert answer.prove == {"mobile_number": ASHA, "purpose": "detail_change"}
    assert answer.form
    assert not answer.form["ready"]
    assert field(answer, "otp")["options"][0]["value"] == "resend"


async def test_an_identity_that_staff_saw_is_told_as_that(utility: Utility) -> None:
    """No code is sent for it, and the request does not call it a proof of the number."""
    begun = await take_turn(doing({"begin": "request_detail_change"}), utility.client)
    seen = await take_turn(doing({"attest": True}, begun.draft), utility.client)
    answer = await filled(utility.client, seen, CHANGE, provable=True)
    assert answer.prove is None
    assert answer.form
    assert answer.form["proof"] == "seen"
    done = await take_turn(doing({"finish": True}, answer.draft), utility.client)
    assert "detail_change.seen" in [bubble.key for bubble in done.bubbles]
    ticket = await utility.client.ticket(done.references[0])
    assert ticket.details["proved"] == "identity_seen_at_desk"


async def test_attesting_changes_nothing_where_nothing_is_to_be_proved(utility: Utility) -> None:
    """A fault is taken from anybody."""
    begun = await take_turn(doing({"begin": "report_fault"}), utility.client)
    seen = await take_turn(doing({"attest": True}, begun.draft), utility.client)
    assert seen.draft
    assert "proof" not in seen.draft.values


@pytest.mark.parametrize(
    "name", [name for name, one in ERRANDS.items() if one.records and not one.wants_person]
)
async def test_every_errand_that_becomes_a_record_has_a_form(utility: Utility, name: str) -> None:
    """With a field for each of its questions."""
    begun = await take_turn(doing({"begin": name}), utility.client)
    assert begun.form
    assert begun.form["errand"] == name
    assert begun.form["fields"]
