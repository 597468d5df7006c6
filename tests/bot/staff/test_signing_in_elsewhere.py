"""Staff sign in at the utility's own service: only whom we know, and only once."""

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import parse_qs, urlsplit

from bot.staff.roles import Role
from tests.bot.conftest import on_both_databases
from tests.bot.staff.conftest import Clock, Desk
from tests.bot.staff.elsewhere import DESK_ADDRESS, Elsewhere, enter, leave
from tests.bot.staff.elsewhere import clock as clock
from tests.bot.staff.elsewhere import elsewhere as elsewhere
from tests.bot.staff.elsewhere import issuer as issuer
from tests.fakes.issuer import CLIENT_SECRET, FakeIssuer


@on_both_databases
async def test_whoever_the_service_proves_is_signed_in(elsewhere: Elsewhere) -> None:
    """And stands where they wanted to go; the page leads there, so that the cookie goes along."""
    async with elsewhere() as browser:
        assert "/login/oidc?next=" in (await browser.see("/login?next=/desk/password")).text
        entered = await enter(browser, "?next=/desk/password")
        assert entered.status_code == HTTPStatus.OK
        assert 'content="0; url=/desk/password"' in entered.text
        assert "SameSite=strict" in entered.headers["Set-Cookie"]
        assert (await browser.see("/desk/password")).status_code == HTTPStatus.OK


async def test_what_leaves_us_names_no_secret(elsewhere: Elsewhere) -> None:
    """A state, a nonce and a challenge, new each time; the verifier stays here."""
    async with elsewhere() as browser:
        asked = [
            parse_qs(urlsplit((await browser.see("/login/oidc")).headers["Location"]).query)
            for _ in range(2)
        ]
        for name in ("state", "nonce", "code_challenge"):
            assert asked[0][name] != asked[1][name]
        assert CLIENT_SECRET not in str(asked)
        assert asked[0]["redirect_uri"] == [f"{DESK_ADDRESS}/login/oidc/return"]


async def test_the_service_may_change_its_keys(elsewhere: Elsewhere, issuer: FakeIssuer) -> None:
    """A key that we have not seen yet is asked for."""
    async with elsewhere() as browser:
        assert (await enter(browser)).status_code == HTTPStatus.OK
        browser.client.cookies.clear()
        issuer.key = issuer.new_key()
        issuer.published = [issuer.key]
        assert (await enter(browser)).status_code == HTTPStatus.OK


async def test_an_account_there_makes_no_account_here(
    elsewhere: Elsewhere, issuer: FakeIssuer
) -> None:
    """Until an administrator enters it; the record names it for them."""
    async with elsewhere() as browser:
        issuer.subject = "ravi@utility"
        refused = await browser.see(f"{await leave(browser)}&language=en")
        assert refused.status_code == HTTPStatus.FORBIDDEN
        assert "Ask the administrator" in refused.text
        await browser.sign_in("boss")
        assert "ravi@utility" in (await browser.see("/audit")).text
        new = {"login": "ravi", "name": "Ravi", "role": "staff", "subject": "ravi@utility"}
        await browser.send("/staff", **new)
        browser.client.cookies.clear()
        assert (await enter(browser)).status_code == HTTPStatus.OK
        browser.client.cookies.clear()
        assert (await browser.sign_in("ravi", "")).status_code != HTTPStatus.SEE_OTHER


async def test_who_is_switched_off_here_stays_out(elsewhere: Elsewhere) -> None:
    """Whatever the service says."""
    async with elsewhere() as browser:
        await browser.sign_in("boss")
        await browser.send("/staff/1", role="staff", divisions="", subject="asha@utility")
        browser.client.cookies.clear()
        assert (await enter(browser)).status_code == HTTPStatus.FORBIDDEN


@on_both_databases
async def test_an_answer_counts_once(elsewhere: Elsewhere) -> None:
    """A state that was used is none, in the same browser as well."""
    async with elsewhere() as browser:
        await browser.see("/login")
        back = await leave(browser)
        cookie = dict(browser.client.cookies)
        assert (await browser.see(back)).status_code == HTTPStatus.OK
        browser.client.cookies.clear()
        browser.client.cookies.update(cookie)
        again = await browser.see(f"{back}&language=en")
        assert again.status_code == HTTPStatus.FORBIDDEN
        assert "out of date" in again.text


async def test_an_answer_counts_in_the_browser_that_asked(elsewhere: Elsewhere) -> None:
    """A link that a stranger sends signs nobody in as the stranger."""
    async with elsewhere() as browser:
        back = await leave(browser)
        browser.client.cookies.clear()
        for address in (back, "/login/oidc/return", "/login/oidc/return?state=&code=x"):
            assert (await browser.see(address)).status_code == HTTPStatus.FORBIDDEN


async def test_an_attempt_is_not_kept_for_ever(elsewhere: Elsewhere, clock: Clock) -> None:
    """Ten minutes are enough to find a second factor."""
    async with elsewhere() as browser:
        back = await leave(browser)
        clock.now += timedelta(minutes=11)
        assert (await browser.see(back)).status_code == HTTPStatus.FORBIDDEN


async def test_an_answer_of_another_service_is_none(elsewhere: Elsewhere) -> None:
    """Where a service names itself in its answer (RFC 9207)."""
    async with elsewhere() as browser:
        path, _, query = (await leave(browser)).partition("?")
        fields = {name: values[0] for name, values in parse_qs(query).items()}
        mixed_up = await browser.client.get(path, params=fields | {"iss": "https://evil.example"})
        assert mixed_up.status_code == HTTPStatus.FORBIDDEN


async def test_when_the_service_is_away_the_page_says_so(
    elsewhere: Elsewhere, issuer: FakeIssuer
) -> None:
    """And the password goes on working."""
    issuer.away = True
    async with elsewhere() as browser:
        away = await browser.see("/login/oidc?language=en")
        assert away.status_code == HTTPStatus.BAD_GATEWAY
        assert "does not answer now" in away.text
        assert (await browser.sign_in("asha")).status_code == HTTPStatus.SEE_OTHER


async def test_without_the_setting_there_is_no_such_way(desk: Desk) -> None:
    """Neither a link nor an address."""
    async with desk(asha=Role.STAFF) as browser:
        assert "/login/oidc" not in (await browser.see("/login")).text
        assert (await browser.see("/login/oidc")).status_code == HTTPStatus.NOT_FOUND


async def test_coming_and_going_is_slowed_down(elsewhere: Elsewhere) -> None:
    """By the same measure as passwords: nobody can fill the record with attempts."""
    async with elsewhere(sign_ins_per_minute=5) as browser:
        left = [await browser.see("/login/oidc") for _ in range(7)]
        assert left[-1].status_code == HTTPStatus.TOO_MANY_REQUESTS
