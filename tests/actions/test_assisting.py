"""Staff fill in the form for somebody: the same questions, the same refusals, the same record."""

from __future__ import annotations

import httpx
import pytest

from actions.dialogue import take_turn
from actions.errands import ERRANDS
from backend_client import BackendClient
from tests.actions.desk import ACCOUNT, ASHA, doing, field, filled, written
from tests.actions.utility import Utility


async def test_a_new_connection_is_filled_in_and_sent(desk: Utility) -> None:
    """Field by field; the application holds what was written, and the consumer hears the number."""
    begun = await take_turn(doing({"begin": "apply_new_connection"}), desk.client)
    assert begun.bubbles == []
    assert begun.form
    assert not begun.form["ready"]
    answer = await filled(desk.client, begun)
    assert answer.form
    assert answer.form["ready"]
    done = await take_turn(doing({"finish": True}, answer.draft), desk.client)
    assert done.draft is None
    assert done.form is None
    assert done.bubbles[0].key == "made.apply_new_connection"
    [number] = done.references
    made = await desk.client.application(number)
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
    desk: Utility, name: str, text: str, problem: str
) -> None:
    """The field says why, in the words of the chat, and keeps what it held."""
    begun = await take_turn(doing({"begin": "apply_new_connection"}), desk.client)
    answer = await take_turn(written(name, text, begun.draft), desk.client)
    assert field(answer, name)["problem"]["say"] == problem
    assert not field(answer, name)["settled"]
    assert answer.form
    assert not answer.form["ready"]


async def test_a_place_that_sounds_like_a_complaint_is_a_place_in_its_field(
    desk: Utility,
) -> None:
    """In a chat it would be asked again first."""
    begun = await take_turn(doing({"begin": "report_fault"}), desk.client)
    turn = written("locality", "Bijli Colony", begun.draft, intent="report_fault")
    answer = await take_turn(turn, desk.client)
    assert field(answer, "locality")["value"] == "Bijli Colony"


async def test_a_field_is_corrected_and_emptied(desk: Utility) -> None:
    """The last value counts; an emptied one is asked for again."""
    begun = await take_turn(doing({"begin": "apply_new_connection"}), desk.client)
    first = await filled(desk.client, begun, {"person_name": "Ravi"})
    second = await filled(desk.client, first, {"person_name": "Ravi Kumar"})
    assert field(second, "person_name")["shown"] == "Ravi Kumar"
    emptied = await take_turn(doing({"forget": "person_name"}, second.draft), desk.client)
    assert not field(emptied, "person_name")["settled"]


async def test_nothing_is_sent_while_a_field_is_open(desk: Utility) -> None:
    """Whatever the page says."""
    begun = await take_turn(doing({"begin": "report_hazard"}), desk.client)
    answer = await take_turn(doing({"finish": True}, begun.draft), desk.client)
    assert answer.references == []
    assert answer.draft is not None


async def test_the_safety_words_are_staffs_to_say(desk: Utility) -> None:
    """They stand above the form, and the chat hears them from no bot."""
    begun = await take_turn(doing({"begin": "report_hazard"}), desk.client)
    assert begun.form
    assert [one["say"] for one in begun.form["notes"]] == ["hazard.safety"]
    assert begun.bubbles == []


async def test_what_happened_has_a_field_of_its_own(desk: Utility) -> None:
    """A chat takes it from the first message; at the desk there is none."""
    begun = await take_turn(doing({"begin": "report_billing_complaint"}), desk.client)
    values = {"billing_issue": "high_bill", "account_number": ACCOUNT, "description": "Doubled"}
    answer = await filled(desk.client, begun, values)
    done = await take_turn(doing({"finish": True}, answer.draft), desk.client)
    ticket = await desk.client.ticket(done.references[0])
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


@pytest.mark.parametrize(
    "name", [name for name, one in ERRANDS.items() if one.records and not one.wants_person]
)
async def test_every_errand_that_becomes_a_record_has_a_form(desk: Utility, name: str) -> None:
    """With a field for each of its questions."""
    begun = await take_turn(doing({"begin": name}), desk.client)
    assert begun.form
    assert begun.form["errand"] == name
    assert begun.form["fields"]
