"""Staff fill in the form: who somebody is, is proved by a code or seen at the desk."""

from __future__ import annotations

from actions.dialogue import take_turn
from tests.actions.desk import ACCOUNT, ASHA, doing, field, filled
from tests.actions.utility import Utility

CHANGE = {"detail": "name", "person_name": "Asha Sharma", "account_number": ACCOUNT}


async def test_a_change_of_the_name_wants_the_same_code(desk: Utility) -> None:
    """It goes to the registered number, whoever fills in the form."""
    begun = await take_turn(doing({"begin": "request_detail_change"}), desk.client)
    answer = await filled(desk.client, begun, CHANGE, provable=True)
    assert answer.prove == {"mobile_number": ASHA, "purpose": "detail_change"}
    assert answer.form
    assert not answer.form["ready"]
    assert field(answer, "otp")["options"][0]["value"] == "resend"


async def test_an_identity_that_staff_saw_is_told_as_that(desk: Utility) -> None:
    """No code is sent for it, and the request does not call it a proof of the number."""
    begun = await take_turn(doing({"begin": "request_detail_change"}), desk.client)
    seen = await take_turn(doing({"attest": True}, begun.draft), desk.client)
    answer = await filled(desk.client, seen, CHANGE, provable=True)
    assert answer.prove is None
    assert answer.form
    assert answer.form["proof"] == "seen"
    done = await take_turn(doing({"finish": True}, answer.draft), desk.client)
    assert "detail_change.seen" in [bubble.key for bubble in done.bubbles]
    ticket = await desk.client.ticket(done.references[0])
    assert ticket.details["proved"] == "identity_seen_at_desk"


async def test_attesting_changes_nothing_where_nothing_is_to_be_proved(desk: Utility) -> None:
    """A fault is taken from anybody."""
    begun = await take_turn(doing({"begin": "report_fault"}), desk.client)
    seen = await take_turn(doing({"attest": True}, begun.draft), desk.client)
    assert seen.draft
    assert "proof" not in seen.draft.values
