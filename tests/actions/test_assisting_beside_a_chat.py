"""Staff fill in the form amid a conversation: what was open is open again, and nothing is lost."""

from __future__ import annotations

from actions.dialogue import take_turn
from tests.actions.desk import doing, field, filled
from tests.actions.turns import tapped
from tests.actions.utility import Utility


async def test_the_bot_goes_on_where_staff_stopped(desk: Utility) -> None:
    """Given back, it asks the first question that is still open."""
    begun = await take_turn(doing({"begin": "apply_new_connection"}), desk.client)
    values = {"connection_category": "domestic", "load_kw": "2 kW"}
    answer = await filled(desk.client, begun, values)
    again = await take_turn(tapped("inform", answer.draft, again="yes"), desk.client)
    assert again.bubbles[-1].expects == "person_name"


async def test_whoever_asked_for_a_person_goes_on_with_what_they_were_at(
    desk: Utility,
) -> None:
    """The wish for a person is fulfilled: the form that it interrupted is shown."""
    begun = await take_turn(tapped("apply_new_connection"), desk.client)
    wish = await take_turn(tapped("talk_to_human", begun.draft), desk.client)
    assert wish.draft
    assert wish.draft.errand == "talk_to_human"
    shown = await take_turn(doing({}, wish.draft), desk.client)
    assert shown.form
    assert shown.form["errand"] == "apply_new_connection"
    assert shown.draft
    assert shown.draft.parked == []


async def test_an_errand_that_was_interrupted_is_open_again_after_the_other(
    desk: Utility,
) -> None:
    """Nothing of it is lost, and nothing of it is asked in the chat."""
    begun = await take_turn(doing({"begin": "apply_new_connection"}), desk.client)
    first = await filled(desk.client, begun, {"load_kw": "2 kW"})
    other = await take_turn(doing({"begin": "report_hazard"}, first.draft), desk.client)
    placed = await filled(desk.client, other, {"locality": "Barra 6"})
    done = await take_turn(doing({"finish": True}, placed.draft), desk.client)
    assert done.references[0].startswith("HZD")
    assert all(bubble.expects is None for bubble in done.bubbles)
    assert done.form
    assert done.form["errand"] == "apply_new_connection"
    assert field(done, "load_kw")["value"] == 2.0
