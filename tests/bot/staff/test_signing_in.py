"""Who may sign in, for how long, and what a stranger learns: nothing."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.staff import members
from bot.staff.errors import WeakPassword
from bot.staff.members import NewMember
from bot.staff.roles import Role
from bot.store.database import Database
from tests.bot.staff.conftest import NOW, PASSWORD, Clock, Desk


async def test_a_page_of_staff_sends_a_stranger_to_sign_in_and_back(desk: Desk) -> None:
    """After signing in they see what they wanted to see."""
    async with desk(asha=Role.ADMIN) as browser:
        asked = await browser.see("/audit")
        assert asked.status_code == HTTPStatus.SEE_OTHER
        assert asked.headers["Location"] == "/login?next=/audit"
        entered = await browser.client.post(
            "/login", data={"login": "asha", "password": PASSWORD, "next": "/audit"}
        )
        assert entered.headers["Location"] == "/audit"
        assert (await browser.see("/audit")).status_code == HTTPStatus.OK


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(desk: Desk) -> None:
    """And says nothing by itself."""
    async with desk(asha=Role.STAFF) as browser:
        cookie = (await browser.sign_in("asha")).headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "asha" not in cookie


@pytest.mark.parametrize("next_page", ["https://evil.example", "//evil.example", "/\\evil.example"])
async def test_signing_in_leads_to_no_other_site(desk: Desk, next_page: str) -> None:
    """A link that somebody sends must not end elsewhere."""
    async with desk(asha=Role.STAFF) as browser:
        entered = await browser.client.post(
            "/login", data={"login": "asha", "password": PASSWORD, "next": next_page}
        )
        assert entered.headers["Location"] == "/desk"


async def test_a_wrong_password_and_an_unknown_login_look_alike(desk: Desk) -> None:
    """Nobody can find out who works here."""
    async with desk(asha=Role.STAFF) as browser:
        wrong = await browser.sign_in("asha", "something else entirely")
        unknown = await browser.sign_in("nobody", "something else entirely")
        assert wrong.status_code == unknown.status_code == HTTPStatus.UNAUTHORIZED
        assert wrong.text == unknown.text
        assert "Set-Cookie" not in wrong.headers


async def test_guessing_is_slowed_down(desk: Desk) -> None:
    """Also with the right password in the end: a minute has to pass."""
    async with desk(asha=Role.STAFF) as browser:
        tries = [await browser.sign_in("asha", f"guess number {n}") for n in range(12)]
        assert tries[-1].status_code == HTTPStatus.TOO_MANY_REQUESTS
        assert (await browser.sign_in("asha")).status_code == HTTPStatus.TOO_MANY_REQUESTS


@pytest.mark.parametrize(
    ("pause", "times", "lives"),
    [
        (timedelta(minutes=50), 3, True),
        (timedelta(minutes=61), 1, False),
        (timedelta(minutes=50), 15, False),
    ],
    ids=["in use", "left alone", "longer than a shift"],
)
async def test_a_session_ends_when_nobody_uses_it_and_after_a_shift(
    desk: Desk, pause: timedelta, times: int, lives: bool
) -> None:
    """A desk is left, a browser stays open."""
    clock = Clock()
    async with desk(clock, asha=Role.ADMIN) as browser:
        await browser.sign_in("asha")
        for _ in range(times):
            clock.now += pause
            seen = await browser.see("/staff")
        assert (seen.status_code == HTTPStatus.OK) is lives


async def test_signing_out_ends_the_session_itself(desk: Desk) -> None:
    """Not only the cookie: a copy of it is worth nothing either."""
    async with desk(asha=Role.ADMIN) as browser:
        await browser.sign_in("asha")
        kept = dict(browser.client.cookies)
        await browser.send("/logout")
        browser.client.cookies.update(kept)
        assert (await browser.see("/staff")).status_code == HTTPStatus.SEE_OTHER


async def test_who_is_switched_off_is_out_at_once(desk: Desk) -> None:
    """Whatever sessions they had."""
    async with desk(asha=Role.ADMIN, ravi=Role.ADMIN) as browser:
        await browser.sign_in("ravi")
        ravis = dict(browser.client.cookies)
        browser.client.cookies.clear()
        await browser.sign_in("asha")
        done = await browser.send("/staff/2", role="admin", divisions="")
        assert done.status_code == HTTPStatus.SEE_OTHER
        browser.client.cookies.clear()
        browser.client.cookies.update(ravis)
        assert (await browser.see("/staff")).status_code == HTTPStatus.SEE_OTHER
        browser.client.cookies.clear()
        assert (await browser.sign_in("ravi")).status_code == HTTPStatus.UNAUTHORIZED


async def test_a_request_without_the_pages_own_token_changes_nothing(desk: Desk) -> None:
    """Another site can make a browser send a form, but it cannot read our page."""
    async with desk(asha=Role.ADMIN) as browser:
        await browser.sign_in("asha")
        new = {"login": "eve", "name": "Eve", "role": "admin", "password": PASSWORD}
        for token in ({}, {"form_token": "guessed"}):
            forged = await browser.client.post("/staff", data=new | token)
            assert forged.status_code == HTTPStatus.FORBIDDEN
        assert "eve" not in (await browser.see("/staff")).text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_site_signs_nobody_in(desk: Desk, site: str) -> None:
    """Nor would anybody notice that they work under a stranger's login."""
    async with desk(asha=Role.STAFF) as browser:
        form = {"login": "asha", "password": PASSWORD}
        sent = await browser.client.post("/login", data=form, headers={"Sec-Fetch-Site": site})
        assert sent.status_code == HTTPStatus.FORBIDDEN
        assert "Set-Cookie" not in sent.headers


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
async def test_only_an_administrator_manages_staff(desk: Desk, role: Role) -> None:
    """Neither by the page nor by its address."""
    async with desk(asha=role) as browser:
        await browser.sign_in("asha")
        assert (await browser.see("/staff")).status_code == HTTPStatus.FORBIDDEN


OVERWRITTEN = "INTO audit (id, at, what, details) VALUES (1, '2026-01-01', 'nothing', '{}')"


@pytest.mark.parametrize(
    ("database_url", "overwriting"),
    [
        ("sqlite", [f"REPLACE {OVERWRITTEN}", f"INSERT OR REPLACE {OVERWRITTEN}"]),
        (
            "postgresql",
            ["TRUNCATE audit", f"INSERT {OVERWRITTEN} ON CONFLICT (id) DO UPDATE SET what = 'x'"],
        ),
    ],
    indirect=["database_url"],
)
async def test_the_record_of_deeds_cannot_be_edited(
    database_url: str, overwriting: list[str]
) -> None:
    """Not even by whoever reaches the product's own database connection."""
    database = Database(database_url)
    await database.migrate()
    await members.add(database, NewMember("asha", "Asha", Role.ADMIN, (), PASSWORD), None, NOW)
    statements = ["UPDATE audit SET what = 'nothing'", "DELETE FROM audit", *overwriting]
    for statement in statements:
        with pytest.raises(DBAPIError):
            async with database.writing() as session:
                await session.execute(text(statement))
    await database.close()


async def test_the_first_administrator_is_made_once(database_url: str) -> None:
    """The password is told then, and never again."""
    database = Database(database_url)
    await database.migrate()
    password = await members.first_admin(database, NOW)
    assert password and len(password) >= 16
    assert await members.first_admin(database, NOW) is None
    await database.close()


@pytest.mark.parametrize("password", ["short", "asha asha asha"])
async def test_a_password_that_would_be_guessed_is_refused(
    database_url: str, password: str
) -> None:
    """Too short, or the login itself."""
    database = Database(database_url)
    await database.migrate()
    with pytest.raises(WeakPassword):
        await members.add(database, NewMember("asha", "Asha", Role.STAFF, (), password), None, NOW)
    await database.close()
