"""What is said to photos and voice notes, and which ticket they go to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from actions.dialogue import take_turn
from actions.drafts import Draft
from backend_client import BackendClient
from tests.actions.turns import keys, tapped, typed
from tests.actions.utility import utility_with

TICKET = "FLT-2026-000101"


@pytest.fixture
async def utility(tmp_path: Path) -> AsyncIterator[BackendClient]:
    """An empty utility."""
    async with utility_with(tmp_path, {}) as utility:
        yield utility.client


def fault() -> Draft:
    """A fault whose place is asked, after one answer that was not understood."""
    draft = Draft.begin("report_fault", "m1")
    draft.values = {"fault_type": "no_supply", "duration": "today", "mobile_number": "9876543210"}
    draft.asked, draft.misses = "locality", 1
    return draft


async def test_with_an_open_complaint_a_photo_waits_and_the_question_stands(
    utility: BackendClient,
) -> None:
    """One sentence, then the open question; it is no answer that was not understood."""
    answer = await take_turn(tapped("inform", fault(), attachment="photo"), utility)

    assert keys(answer) == ["attachment.goes_along", "ask.locality"]
    assert answer.attach_to is None
    assert answer.draft is not None
    assert answer.draft.misses == 1


async def test_it_goes_along_with_the_ticket_that_is_made(utility: BackendClient) -> None:
    """The turn names the ticket, and the person hears of it where something waited."""
    draft = fault()
    draft.asked = "locality"
    turn = typed("Kakadeo", entities={"locality": "Kakadeo"}, draft=draft)
    turn.attachments = 2
    answer = await take_turn(turn, utility)

    assert answer.references[0].startswith("FLT-")
    assert answer.attach_to == answer.references[0]
    assert "attachment.along" in keys(answer)
    assert answer.turn_record()["turn"]["attach_to"] == answer.references[0]


async def test_after_a_complaint_a_photo_belongs_to_it(utility: BackendClient) -> None:
    """Named in the sentence; with or without a caption that says nothing by itself."""
    photo = tapped("inform", attachment="photo")
    photo.known = {"references": ["NC-2026-000001", TICKET]}
    plain = await take_turn(photo, utility)
    captioned = typed("yeh dekhiye", "nlu_fallback", sure=0.2, known=photo.known)
    captioned.attachment = "photo"
    worded = await take_turn(captioned, utility)

    for answer in (plain, worded):
        assert keys(answer) == ["attachment.added"]
        assert answer.bubbles[0].args == {"number": TICKET}
        assert answer.attach_to == TICKET


async def test_before_everything_else_it_is_asked_what_it_is_about(
    utility: BackendClient,
) -> None:
    """With the menu; it stays with us for the next ticket."""
    answer = await take_turn(tapped("inform", attachment="video"), utility)

    assert keys(answer) == ["attachment.what_for"]
    assert len(answer.bubbles[0].choices) == 10
    assert answer.attach_to is None


async def test_a_look_up_is_not_promised_to_use_it(utility: BackendClient) -> None:
    """A bill needs no photo, and nobody is told that it does."""
    draft = Draft.begin("check_bill", "m1")
    answer = await take_turn(tapped("inform", draft, attachment="document"), utility)
    assert keys(answer) == ["attachment.kept", "ask.account_number"]


async def test_a_burning_pole_goes_the_way_of_its_caption(utility: BackendClient) -> None:
    """Safety words first, also where the photo could not be taken."""
    danger = typed("khambe mein aag lagi hai", "report_hazard")
    danger.attachment = "refused"
    answer = await take_turn(danger, utility)

    assert keys(answer) == ["hazard.safety", "attachment.refused", "ask.report_hazard.locality"]


@pytest.mark.parametrize("sort", ["voice", "refused"])
async def test_what_nobody_can_read_is_asked_for_in_writing(
    utility: BackendClient, sort: str
) -> None:
    """The open question again, else the menu; nothing is tied."""
    during = await take_turn(tapped("inform", fault(), attachment=sort), utility)
    before = await take_turn(tapped("inform", attachment=sort), utility)

    assert keys(during) == [f"attachment.{sort}", "ask.locality"]
    assert keys(before) == [f"attachment.{sort}"]
    assert before.bubbles[0].choices
    assert (during.attach_to, before.attach_to) == (None, None)
