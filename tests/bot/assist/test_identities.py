"""Who says who somebody is, where no code does."""

from http import HTTPStatus
from typing import Any

from bot.staff.roles import PERMISSIONS, May, Role
from bot.staff.tables import Deed
from tests.bot.assist.assisted import (
    DRAFT,
    MOBILE,
    callback_form,
    opened,
    press,
    rows,
    saved,
    wishes,
)
from tests.bot.staff.conftest import Browser, Desk
from tests.fakes.rasa import FakeRasa, record


def proving_form(_message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
    """A form that wants to know who the person is."""
    form = callback_form({"mobile_number": MOBILE}) | {
        "errand": metadata["assist"].get("begin", "request_detail_change"),
        "proof": "seen" if "attest" in metadata["assist"] else "open",
    }
    return [record(draft={**DRAFT, "errand": form["errand"]}, form=form)]


async def test_an_identity_is_attested_by_a_supervisor_of_whom_they_see(
    desk: Desk, rasa: FakeRasa, database_url: str
) -> None:
    """It stands in the audit under its own name."""
    rasa.script = proving_form
    async with desk(meera=Role.SUPERVISOR) as browser:
        await browser.sign_in("meera")
        chat = await opened(browser, errand="request_detail_change")
        await saved(browser, chat, do="attest")
        assert wishes(rasa)[-1] == {"attest": True}
        deeds = {one.what: one.details for one in await rows(database_url, Deed)}
        assert deeds["identity_attested"] == {"errand": "request_detail_change"}


async def test_nobody_is_seen_on_the_telephone(desk: Desk, rasa: FakeRasa) -> None:
    """There a code is the only proof."""
    rasa.script = proving_form
    async with desk(meera=Role.SUPERVISOR) as browser:
        await browser.sign_in("meera")
        chat = await opened(browser, errand="request_detail_change", how="phone")
        answer = await press(browser, f"{chat}/form", do="attest")
        assert answer.headers["Location"].endswith("problem=NotSeen")
        assert {"attest": True} not in wishes(rasa)


async def test_staff_of_the_desk_attest_nothing_alone(asha: Browser, rasa: FakeRasa) -> None:
    """It needs the role; the others have the code."""
    rasa.script = proving_form
    chat = await opened(asha, errand="request_detail_change")
    answer = await press(asha, f"{chat}/form", do="attest")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    attesting = {role for role in Role if May.ATTEST_IDENTITY in PERMISSIONS[role]}
    assert attesting == {Role.SUPERVISOR, Role.ADMIN}
