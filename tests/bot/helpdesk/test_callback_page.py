"""The call-back list over HTTP: what staff see of a number, and who sees it."""

import re
from http import HTTPStatus

import httpx

from bot.staff.roles import Role
from tests.bot.conftest import on_both_databases
from tests.bot.staff.conftest import Browser, Desk
from tests.bot.staff.conftest import desk as desk
from tests.fakes.rasa import FakeRasa, bubble, record
from tests.fakes.sms import HOOK_SECRET

ASHA = "9876543210"
HERE = "/desk/callbacks"
HOOKS = {"hook_secret": HOOK_SECRET}


async def call(browser: Browser, call_id: str = "c1") -> None:
    """Somebody calls the utility and lays down the receiver."""
    told = {"CallSid": call_id, "CallFrom": f"0{ASHA}", "CallTo": "07404040625"}
    path = f"/hooks/missed-call/exotel/{HOOK_SECRET}"
    assert (await browser.client.get(path, params=told)).status_code == HTTPStatus.OK


async def press(browser: Browser, path: str, **fields: str) -> httpx.Response:
    """Send a form of the list, with the token that the page bears."""
    shown = (await browser.see(HERE)).text
    found = re.search(r'name="form-token" content="([^"]+)"', shown)
    assert found
    return await browser.client.post(path, data={"form_token": found[1], **fields})


@on_both_databases
async def test_a_number_is_seen_by_whoever_took_it_and_by_nobody_else(
    desk: Desk, rasa: FakeRasa
) -> None:
    """Masked before and after, in the page and in the record of deeds; every step is on record."""
    async with desk(settings=HOOKS, asha=Role.STAFF, ravi=Role.STAFF, boss=Role.ADMIN) as browser:
        rasa.script = lambda _message, _metadata: [bubble("gateway.sorry_menu"), record()]
        await call(browser)
        await browser.sign_in("asha")
        shown = (await browser.see(HERE)).text
        assert "••••••3210" in shown
        assert ASHA not in shown
        assert (await press(browser, f"{HERE}/1/claim")).headers["Location"] == HERE
        assert ASHA in (await browser.see(f"{HERE}/rows")).text
        browser.client.cookies.clear()
        await browser.sign_in("ravi")
        assert ASHA not in (await browser.see(HERE)).text
        refused = await press(browser, f"{HERE}/1/outcome", outcome="done")
        assert refused.headers["Location"] == f"{HERE}?problem=NotYours"
        browser.client.cookies.clear()
        await browser.sign_in("asha")
        await press(browser, f"{HERE}/1/outcome", outcome="done")
        assert ASHA not in (await browser.see(HERE)).text
        browser.client.cookies.clear()
        await browser.sign_in("boss")
        deeds = (await browser.see("/audit")).text
        assert "callback_taken" in deeds
        assert "callback_tried" in deeds
        assert ASHA not in deeds


async def test_a_number_of_another_division_is_not_taken_by_its_address(
    desk: Desk, rasa: FakeRasa
) -> None:
    """It does not exist, as one that nobody ever asked for; nor is an unknown outcome noted."""
    wanted = {"mobile_number": ASHA, "division": "Dada Nagar"}
    async with desk(settings=HOOKS, asha=Role.STAFF) as browser:
        rasa.script = lambda _message, _metadata: [
            bubble("gateway.sorry_menu"),
            record(references=["CLB-2026-000001"], call=wanted),
        ]
        opened = (await browser.client.post("/api/conversations", json={"surface": "web"})).json()
        await browser.client.post(
            f"/api/conversations/{opened['conversation_id']}/messages",
            json={"message_id": "1", "text": "mujhe phone kar lo"},
            headers={"Authorization": f"Bearer {opened['token']}"},
        )
        await browser.sign_in("asha")
        assert "CLB-2026-000001" not in (await browser.see(HERE)).text
        for number in (1, 2, 10**18):
            taken = await press(browser, f"{HERE}/{number}/claim")
            assert taken.status_code == HTTPStatus.NOT_FOUND
        noted = await press(browser, f"{HERE}/1/outcome", outcome="bribed")
        assert noted.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_a_form_of_another_site_takes_no_number(desk: Desk, rasa: FakeRasa) -> None:
    """The token of our own page is missing."""
    async with desk(settings=HOOKS, asha=Role.STAFF) as browser:
        await call(browser)
        await browser.sign_in("asha")
        forged = await browser.client.post(f"{HERE}/1/claim")
        assert forged.status_code == HTTPStatus.FORBIDDEN
        assert ASHA not in (await browser.see(HERE)).text
