"""In a storm: everybody hears once that it may take longer, danger is not kept waiting by that
word, and a fault needs two facts for its number."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from actions.dialogue import take_turn
from actions.understanding import Storm
from tests.actions.turns import keys, typed
from tests.actions.utility import Utility, utility_with

STORM = Storm("7.0")
FAULT = {"fault_type": "no_supply", "locality": "Kidwai Nagar"}


@pytest.fixture
async def utility(tmp_path: Path) -> AsyncIterator[Utility]:
    async with utility_with(tmp_path, {}) as made:
        yield made


async def test_a_fault_gets_its_number_for_what_and_where(utility: Utility) -> None:
    said = typed("light nahi Kidwai Nagar", "report_fault", entities=FAULT)
    asked = await take_turn(said, utility.client)
    at_once = await take_turn(replace(said, storm=STORM), utility.client)
    assert asked.references == []
    assert asked.bubbles[-1].expects == "duration"
    assert len(at_once.references) == 1
    assert at_once.draft is None


async def test_who_began_in_a_storm_is_not_asked_more_when_it_is_over(utility: Utility) -> None:
    begun = await take_turn(
        replace(typed("light gayi", "report_fault"), storm=STORM), utility.client
    )
    what = await take_turn(
        typed("poora andhera", entities={"fault_type": "no_supply"}, draft=begun.draft),
        utility.client,
    )
    assert what.bubbles[-1].expects == "locality"
    where = await take_turn(
        typed("Kidwai Nagar", entities={"locality": "Kidwai Nagar"}, draft=what.draft),
        utility.client,
    )
    assert len(where.references) == 1


async def test_the_honest_word_comes_first_and_once(utility: Utility) -> None:
    first = await take_turn(replace(typed("namaste", "greet"), storm=STORM), utility.client)
    again = await take_turn(
        replace(typed("namaste", "greet", known=first.known), storm=STORM), utility.client
    )
    assert keys(first)[0] == "storm.now"
    assert "storm.now" not in keys(again)


async def test_new_words_of_the_utility_are_told_to_who_heard_the_old_ones(
    utility: Utility,
) -> None:
    first = await take_turn(replace(typed("namaste", "greet"), storm=STORM), utility.client)
    later = Storm("7.1", "Panki line is down until 6 pm.")
    told = await take_turn(
        replace(typed("namaste", "greet", known=first.known), storm=later), utility.client
    )
    assert keys(told)[:2] == ["storm.now", "storm.from_utility"]
    assert told.bubbles[1].args == {"words": "Panki line is down until 6 pm."}


async def test_nothing_stands_before_the_safety_words(utility: Utility) -> None:
    danger = await take_turn(
        replace(typed("taar gira hai", "report_hazard"), storm=STORM), utility.client
    )
    assert keys(danger)[0] == "hazard.safety"
    assert "storm.now" not in keys(danger)
    after = await take_turn(
        replace(typed("shukriya", "thank", known=danger.known), storm=STORM), utility.client
    )
    assert keys(after)[0] == "storm.now"
