"""A gateway whose staff have accounts at the utility's own sign-in service, and a browser."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest

from bot.staff.roles import Role
from tests.bot.staff.conftest import Browser, Clock, Desk
from tests.fakes.issuer import CLIENT_ID, CLIENT_SECRET, FakeIssuer
from tests.serving import served

DESK_ADDRESS = "http://desk.example"  # as the service knows us; the test leads the browser back

Elsewhere = Callable[..., AbstractAsyncContextManager[Browser]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def issuer(clock: Clock) -> AsyncIterator[FakeIssuer]:
    """The utility's service is up."""
    fake = FakeIssuer(clock)
    async with served(fake.app) as fake.url:
        yield fake


@pytest.fixture
def elsewhere(desk: Desk, issuer: FakeIssuer, clock: Clock) -> Elsewhere:
    """Opens a browser at a gateway with that service, where asha is linked to her account."""

    @asynccontextmanager
    async def opened(**more: object) -> AsyncIterator[Browser]:
        settings: dict[str, object] = {
            "oidc_issuer": issuer.url,
            "oidc_client_id": CLIENT_ID,
            "oidc_client_secret": CLIENT_SECRET,
            "public_url": DESK_ADDRESS,
            "sign_ins_per_minute": 100,
            **more,
        }
        async with desk(clock, settings, asha=Role.STAFF, boss=Role.ADMIN) as browser:
            await link(browser, "1", issuer.subject)
            yield browser

    return opened


async def link(browser: Browser, staff_id: str, subject: str) -> None:
    """The administrator enters what the service calls somebody."""
    await browser.sign_in("boss")
    fields = {"role": "staff", "divisions": "Phoolbagh", "active": "true", "subject": subject}
    await browser.send(f"/staff/{staff_id}", **fields)
    browser.client.cookies.clear()


async def leave(browser: Browser, query: str = "") -> str:
    """Follow the link on the sign-in page as far as the service, and back: our own address."""
    left = await browser.see(f"/login/oidc{query}")
    async with httpx.AsyncClient() as client:
        back = (await client.get(left.headers["Location"])).headers["Location"]
    assert back.startswith(f"{DESK_ADDRESS}/login/oidc/return?")
    return back.removeprefix(DESK_ADDRESS)


async def enter(browser: Browser, query: str = "") -> httpx.Response:
    """Leave and come back."""
    return await browser.see(await leave(browser, f"{query or '?'}&language=en"))
