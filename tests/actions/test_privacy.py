"""What people ask about their own data is understood, asked once, and handed to the gateway."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from actions.dialogue import take_turn
from actions.drafts import Draft
from actions.understanding import Turn
from tests.actions.turns import tapped, typed
from tests.actions.utility import Utility, utility_with


@pytest.fixture
async def utility(tmp_path: Path) -> AsyncIterator[Utility]:
    async with utility_with(tmp_path, {}) as utility:
        yield utility


def a_fault() -> Draft:
    """A fault of which the mobile number is asked."""
    draft = Draft.begin("report_fault", "first message")
    draft.values = {"fault_type": "no_supply", "locality": "Barra 6", "duration": "kal se"}
    draft.values["outage_told"] = "Barra 6"
    draft.asked = "mobile_number"
    return draft


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("my data", "held"),
        ("mera data dikhao", "held"),
        ("मेरी निजी जानकारी", "held"),
        ("please erase my data", "erase"),
        ("mera data mitao", "erase"),
        ("मेरी जानकारी मिटा दो", "erase"),
    ],
)
async def test_both_wishes_are_understood_in_all_three_ways_of_writing(
    utility: Utility, said: str, wish: str
) -> None:
    """Whatever the language model takes them for; erasing is asked about first."""
    for intent in ("stop", "out_of_scope", "nlu_fallback"):
        answer = await take_turn(typed(said, intent, sure=0.9), utility.client)
        assert answer.privacy == ("held" if wish == "held" else None)
        if wish == "erase":
            (sure,) = answer.bubbles
            assert [choice.payload for choice in sure.choices] == [
                '/inform{"privacy": "erase_yes"}',
                '/inform{"privacy": "keep"}',
            ]


async def test_a_yes_forgets_the_errand_and_all_that_is_known(utility: Utility) -> None:
    """And says what of it waits for the utility's system."""
    known = {"mobile_number": "9876543210", "kept": ["TMP-1"]}
    turn = tapped("inform", privacy="erase_yes", draft=a_fault())
    turn.known = known
    answer = await take_turn(turn, utility.client)
    assert (answer.privacy, answer.draft, answer.known) == ("erase", None, {})
    assert [one.key for one in answer.bubbles] == ["privacy.erasing", "privacy.erase_waits"]


@pytest.mark.parametrize(("said", "wish"), [("affirm", "erase"), ("deny", None)])
async def test_a_typed_answer_to_the_question_counts_like_the_button(
    utility: Utility, said: str, wish: str | None
) -> None:
    asked = await take_turn(typed("erase my data", "stop", draft=a_fault()), utility.client)
    answer = await take_turn(
        typed(said, said, draft=asked.draft, known=asked.known), utility.client
    )
    assert answer.privacy == wish
    assert (answer.draft is None) == (wish == "erase")


async def test_a_yes_to_something_said_since_erases_nothing(utility: Utility) -> None:
    asked = await take_turn(typed("erase my data", "stop"), utility.client)
    greeted = await take_turn(typed("hello", "greet", known=asked.known), utility.client)
    answer = await take_turn(typed("yes", "affirm", known=greeted.known), utility.client)
    assert answer.privacy is None


@pytest.mark.parametrize(
    "turn",
    [
        typed("my data", "out_of_scope", draft=a_fault()),
        tapped("inform", privacy="keep", draft=a_fault()),
    ],
    ids=["asks", "keeps"],
)
async def test_asking_takes_no_errand_away(utility: Utility, turn: Turn) -> None:
    """The open question is asked again."""
    answer = await take_turn(turn, utility.client)
    assert answer.draft is not None and answer.bubbles[-1].expects == "mobile_number"


async def test_the_gateway_is_told_which_question_is_about_the_person(utility: Utility) -> None:
    """Not so in danger: nothing stands before safety words."""
    fault = await take_turn(typed("bijli nahi hai", "report_fault"), utility.client)
    danger = await take_turn(typed("taar gira hai", "report_hazard"), utility.client)
    greeting = await take_turn(typed("namaste", "greet"), utility.client)
    told = [one.turn_record()["turn"]["personal"] for one in (fault, danger, greeting)]
    assert fault.bubbles[-1].expects is not None
    assert told == [True, False, False]
