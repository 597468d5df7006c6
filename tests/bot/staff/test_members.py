"""Who may sign in: kept by an administrator; one's own password by oneself."""

import re
from http import HTTPStatus

from bot.staff.roles import Role
from tests.bot.staff.conftest import PASSWORD, Browser, Desk

NEW = "naya password 2026 ka"
OFTEN = {"sign_ins_per_minute": 1000}


async def as_somebody_else(browser: Browser, login: str, password: str = PASSWORD) -> bool:
    """Whether this login and password open a session; the one before is put aside."""
    browser.client.cookies.clear()
    return (await browser.sign_in(login, password)).status_code == HTTPStatus.SEE_OTHER


async def change_password(browser: Browser, old: str, new: str) -> str:
    """Send the form and give the page that follows."""
    sent = await browser.send("/desk/password", old_password=old, new_password=new)
    return str(sent.headers.get("Location", sent.text))


async def test_ones_own_password_ends_the_sessions_elsewhere(desk: Desk) -> None:
    """This one goes on; who knew the old one is out."""
    async with desk(settings=OFTEN, asha=Role.STAFF) as browser:
        await browser.sign_in("asha")
        elsewhere = dict(browser.client.cookies)
        assert await as_somebody_else(browser, "asha")
        assert await change_password(browser, PASSWORD, NEW) == "/desk/password?done=true"
        assert (await browser.see("/desk")).status_code == HTTPStatus.OK
        browser.client.cookies.clear()
        browser.client.cookies.update(elsewhere)
        assert (await browser.see("/desk")).status_code == HTTPStatus.SEE_OTHER
        assert not await as_somebody_else(browser, "asha")
        assert await as_somebody_else(browser, "asha", NEW)


async def test_a_new_password_needs_the_old_one(desk: Desk) -> None:
    """A desk that was left open is not enough; and a weak one is refused."""
    async with desk(settings=OFTEN, asha=Role.STAFF) as browser:
        await browser.sign_in("asha")
        await browser.send("/desk/language", language="en", next="/desk/password")
        shown = await change_password(browser, "not the old one", NEW)
        assert "The present password is not right." in shown
        assert "at least 12 characters" in await change_password(browser, PASSWORD, "short")
        assert await as_somebody_else(browser, "asha")


async def test_guessing_the_old_password_is_slowed_down(desk: Desk) -> None:
    """As at the door."""
    async with desk(asha=Role.STAFF) as browser:
        await browser.sign_in("asha")
        for number in range(12):
            await change_password(browser, f"guess number {number}", NEW)
        await browser.send("/desk/language", language="en")
        assert "Too many attempts" in await change_password(browser, PASSWORD, NEW)


async def test_a_forgotten_password_is_replaced_by_one_that_is_shown_once(desk: Desk) -> None:
    """And every session that began with the old one ends."""
    async with desk(settings=OFTEN, asha=Role.STAFF, boss=Role.ADMIN) as browser:
        await browser.sign_in("asha")
        ashas = dict(browser.client.cookies)
        await as_somebody_else(browser, "boss")
        await browser.send("/desk/language", language="en")
        shown = (await browser.send("/staff/1/password")).text
        found = re.search(r"new password of asha: (\S+)\.", shown)
        assert found
        assert found[1] not in (await browser.see("/staff")).text
        browser.client.cookies.clear()
        browser.client.cookies.update(ashas)
        assert (await browser.see("/desk")).status_code == HTTPStatus.SEE_OTHER
        assert await as_somebody_else(browser, "asha", found[1])


async def test_sessions_are_ended_without_any_other_change(desk: Desk) -> None:
    """A telephone was lost: out at once, and in again with the same password."""
    async with desk(settings=OFTEN, asha=Role.STAFF, boss=Role.ADMIN) as browser:
        await browser.sign_in("asha")
        ashas = dict(browser.client.cookies)
        await as_somebody_else(browser, "boss")
        await browser.send("/staff/1/sign-out")
        assert "sessions_ended" in (await browser.see("/audit")).text
        browser.client.cookies.clear()
        browser.client.cookies.update(ashas)
        assert (await browser.see("/desk")).status_code == HTTPStatus.SEE_OTHER
        assert await as_somebody_else(browser, "asha")


async def test_an_administrator_cannot_lock_themselves_out(desk: Desk) -> None:
    """Neither by role nor by switching themselves off, whatever the form says."""
    async with desk(settings=OFTEN, boss=Role.ADMIN) as browser:
        await browser.sign_in("boss")
        await browser.send("/staff/1", role="guard", divisions="")
        assert await as_somebody_else(browser, "boss")
        assert (await browser.see("/staff")).status_code == HTTPStatus.OK


async def test_who_is_not_on_the_list_cannot_be_changed(desk: Desk) -> None:
    """The page says so."""
    async with desk(settings=OFTEN, boss=Role.ADMIN) as browser:
        await browser.sign_in("boss")
        await browser.send("/desk/language", language="en")
        for path in ("/staff/99", "/staff/99/sign-out", "/staff/99/password"):
            answer = await browser.send(path, role="staff")
            assert answer.status_code == HTTPStatus.NOT_FOUND
            assert "not on the list" in answer.text


async def test_nobody_is_added_who_could_never_sign_in(desk: Desk) -> None:
    """A password or an account at the utility's service; and one account is one person's."""
    async with desk(settings=OFTEN, boss=Role.ADMIN) as browser:
        await browser.sign_in("boss")
        await browser.send("/desk/language", language="en")
        for login, subject in (("ravi", ""), ("ravi", "r@utility"), ("rani", "r@utility")):
            fields = {"login": login, "name": login, "role": "staff", "subject": subject}
            answer = await browser.send("/staff", **fields)
            taken = subject and login == "rani"
            expected = "already" if taken else "" if subject else "Give a password or the id"
            assert expected in answer.text
        shown = (await browser.see("/staff")).text
        assert "ravi" in shown
        assert "rani" not in shown


async def test_choosing_a_language_leads_back_to_the_page(desk: Desk) -> None:
    """And never to another site."""
    async with desk(asha=Role.STAFF) as browser:
        await browser.sign_in("asha")
        assert 'name="next" value="/desk/password"' in (await browser.see("/desk/password")).text
        for to, leads in (("/desk/password", "/desk/password"), ("//evil.example", "/desk")):
            sent = await browser.send("/desk/language", language="en", next=to)
            assert sent.headers["Location"] == leads
