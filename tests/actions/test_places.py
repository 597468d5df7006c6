"""A place from the telephone's map: confirmed before it counts, never filed by guess."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from actions.dialogue import take_turn
from actions.drafts import Draft
from actions.speech import Answer
from actions.understanding import Turn
from backend_client import BackendClient
from tests.actions.turns import keys, tapped, typed
from tests.actions.utility import utility_with

KAKADEO = {"latitude": 26.4781, "longitude": 80.2972}
BARRA = {"latitude": 26.4271, "longitude": 80.2961}
EDGE = {"latitude": 26.3600, "longitude": 80.2600}  # KESCO's, no locality that we know
DELHI = {"latitude": 28.6139, "longitude": 77.2090}


@pytest.fixture
async def utility(tmp_path: Path) -> AsyncIterator[BackendClient]:
    """An empty utility with its map."""
    async with utility_with(tmp_path, {}) as utility:
        yield utility.client


def fault(begun_by: str = "m1", **values: Any) -> Draft:
    """A fault of which all but the place is known."""
    draft = Draft.begin("report_fault", begun_by)
    draft.values = {"fault_type": "no_supply", "duration": "today", "mobile_number": "9876543210"}
    draft.values |= values
    draft.asked = "locality"
    return draft


def sent(where: dict[str, float], draft: Draft | None = None) -> Turn:
    """A place, as the gateway tells of it."""
    return tapped("inform", draft, **where)


async def after(answer: Answer, turn: Turn, utility: BackendClient) -> Answer:
    """The next turn, with what the last one left behind."""
    turn.draft, turn.known = answer.draft, answer.known
    return await take_turn(turn, utility)


async def test_a_place_is_confirmed_and_goes_to_the_crew(utility: BackendClient) -> None:
    """The nearest locality is asked about; with a yes it is the ticket's, with coordinates."""
    asked = await take_turn(sent(KAKADEO, fault()), utility)
    assert keys(asked) == ["ask.place_near"]
    assert asked.bubbles[0].expects == "locality"
    assert [one.payload for one in asked.bubbles[0].choices] == [
        '/inform{"locality": "Kakadeo"}',
        '/inform{"locality": "elsewhere"}',
    ]

    made = await after(asked, tapped("inform", locality="Kakadeo"), utility)
    ticket = await utility.ticket(made.references[0])
    assert (ticket.locality, ticket.division) == ("Kakadeo", "Sarvodaya Nagar")
    assert (ticket.latitude, ticket.longitude) == (26.4781, 80.2972)


@pytest.mark.parametrize("no", [tapped("inform", locality="elsewhere"), typed("nahi", "deny")])
async def test_another_place_is_asked_for_and_the_coordinates_are_dropped(
    utility: BackendClient, no: Turn
) -> None:
    """By the button or by a word."""
    asked = await take_turn(sent(KAKADEO, fault()), utility)
    again = await after(asked, no, utility)
    assert keys(again) == ["ask.locality"]

    made = await after(again, typed("Panki", entities={"locality": "Panki"}), utility)
    ticket = await utility.ticket(made.references[0])
    assert (ticket.division, ticket.latitude) == ("Ratanpur", None)


async def test_a_typed_yes_confirms_and_a_typed_place_counts_instead(
    utility: BackendClient,
) -> None:
    """Nobody must tap."""
    asked = await take_turn(sent(KAKADEO, fault()), utility)
    yes = await after(asked, typed("haan", "affirm"), utility)
    assert (await utility.ticket(yes.references[0])).locality == "Kakadeo"

    other = fault("m2", mobile_number="9876500000")
    asked = await take_turn(sent(KAKADEO, other), utility)
    typed_one = await after(asked, typed("Jajmau", entities={"locality": "Jajmau"}), utility)
    ticket = await utility.ticket(typed_one.references[0])
    assert (ticket.division, ticket.latitude) == ("Jajmau", None)


async def test_a_place_that_was_said_stays_where_the_map_agrees(utility: BackendClient) -> None:
    """Barra 6 is finer than Barra; where the map disagrees it is asked."""
    draft = fault(locality="Barra 6")
    del draft.values["mobile_number"]
    draft.asked = "mobile_number"
    agrees = await take_turn(sent(BARRA, draft), utility)
    assert keys(agrees)[0] == "place.noted"
    made = await after(agrees, typed("9876543210"), utility)
    ticket = await utility.ticket(made.references[0])
    assert (ticket.locality, ticket.latitude) == ("Barra 6", 26.4271)

    elsewhere = fault(locality="Barra 6")
    disagrees = await take_turn(sent(KAKADEO, elsewhere), utility)
    assert keys(disagrees) == ["ask.place_near"]


async def test_without_a_known_name_the_coordinates_go_along_with_what_is_written(
    utility: BackendClient,
) -> None:
    """The crew finds the spot; the person names it."""
    asked = await take_turn(sent(EDGE, fault()), utility)
    assert keys(asked) == ["place.not_known", "ask.locality"]
    made = await after(asked, typed("Rampur Gaon", entities={"locality": "Rampur Gaon"}), utility)
    assert (await utility.ticket(made.references[0])).latitude == 26.36


async def test_outside_our_area_nothing_is_guessed(utility: BackendClient) -> None:
    """An honest sentence, and the open question; the coordinates are not kept."""
    during = await take_turn(sent(DELHI, fault()), utility)
    before = await take_turn(sent(DELHI), utility)

    assert keys(during) == ["place.outside", "ask.locality"]
    assert keys(before) == ["place.outside"]
    assert "latitude" not in (during.draft.values if during.draft else {"latitude": 0})
    assert "place" not in before.known


async def test_sent_before_everything_else_it_counts_for_the_next_errand(
    utility: BackendClient,
) -> None:
    """Confirmed once, used once."""
    asked = await take_turn(sent(KAKADEO), utility)
    assert keys(asked) == ["ask.place_near"]
    noted = await after(asked, tapped("inform", place="yes"), utility)
    assert keys(noted) == ["place.what_for"]

    danger = await after(noted, typed("taar gira hai", "report_hazard"), utility)
    assert keys(danger)[0] == "hazard.safety"
    ticket = await utility.ticket(danger.references[0])
    assert (ticket.locality, ticket.latitude) == ("Kakadeo", 26.4781)
    assert "place" not in danger.known


async def test_an_unconfirmed_place_is_asked_about_when_it_is_needed(
    utility: BackendClient,
) -> None:
    """Whoever writes instead of tapping is asked in the errand; the old button still answers."""
    asked = await take_turn(sent(KAKADEO), utility)
    begun = await after(asked, typed("taar gira hai", "report_hazard"), utility)
    assert keys(begun) == ["hazard.safety", "ask.place_near"]
    made = await after(begun, tapped("inform", place="yes"), utility)
    assert (await utility.ticket(made.references[0])).locality == "Kakadeo"


async def test_a_place_asked_about_stays_with_the_report_that_follows(
    utility: BackendClient,
) -> None:
    """Who asks for the supply of a place, and reports it then, names it once."""
    asked = await take_turn(typed("light kab aayegi", "outage_info"), utility)
    place = await after(asked, sent(KAKADEO), utility)
    told = await after(place, tapped("inform", locality="Kakadeo"), utility)
    reported = await after(told, tapped("inform", confirmation="yes"), utility)
    since = await after(reported, tapped("inform", duration="skip"), utility)
    made = await after(since, typed("9876543210"), utility)
    assert (await utility.ticket(made.references[0])).longitude == 80.2972


async def test_another_place_before_everything_else_is_forgotten(utility: BackendClient) -> None:
    """And so is one of two hours ago."""
    asked = await take_turn(sent(KAKADEO), utility)
    dropped = await after(asked, tapped("inform", place="no"), utility)
    assert keys(dropped) == ["place.dropped"]

    asked.known["place"] |= {"confirmed": True, "at": "2026-01-01T00:00:00+00:00"}
    danger = await after(asked, typed("taar gira hai", "report_hazard"), utility)
    assert keys(danger) == ["hazard.safety", "ask.report_hazard.locality"]


async def test_while_a_bill_is_asked_for_it_is_noted_for_later(utility: BackendClient) -> None:
    """The open question stands alone."""
    draft = Draft.begin("check_bill", "m1")
    answer = await take_turn(sent(KAKADEO, draft), utility)
    assert keys(answer) == ["place.noted", "ask.account_number"]
    assert answer.known["place"]["confirmed"] is False
