"""Staff who sign in at a gateway on a real port."""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime

import httpx
import pytest

from bot.staff import members
from bot.staff.members import NewMember
from bot.staff.roles import Role
from bot.store.database import Database
from launch import ROOT
from tests.bot.conftest import Gateway

PASSWORD = "kanpur ki bijli 1912"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that tests put forward."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Browser:
    """A browser at the pages of staff: keeps cookies, sends the form token of its page."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def sign_in(self, login: str, password: str = PASSWORD) -> httpx.Response:
        """Fill in the form of the login page."""
        return await self.client.post("/login", data={"login": login, "password": password})

    async def see(self, path: str) -> httpx.Response:
        """Open a page."""
        return await self.client.get(path)

    async def send(self, path: str, **fields: str) -> httpx.Response:
        """Send a form of the page that shows it."""
        token = await self.form_token()
        return await self.client.post(path, data={"form_token": token, **fields})

    async def form_token(self) -> str:
        """What our own pages bear."""
        shown = (await self.client.get("/desk/password")).text
        found = re.search(r'name="form-token" content="([^"]+)"', shown)
        return found[1] if found else ""


Desk = Callable[..., AbstractAsyncContextManager[Browser]]


@pytest.fixture
def desk(gateway: Gateway, database_url: str, rasa_url: str) -> Desk:
    """Opens a browser at a gateway whose staff are those that are named: login → role."""

    @asynccontextmanager
    async def opened(
        clock: Callable[[], datetime] = lambda: NOW,
        settings: Mapping[str, object] | None = None,
        **people: Role,
    ) -> AsyncIterator[Browser]:
        database = Database(database_url)
        await database.migrate()
        for login, role in people.items():
            new = NewMember(login, login.title(), role, ("Phoolbagh",), PASSWORD)
            await members.add(database, new, None, NOW)
        await database.close()
        async with (
            gateway(clock, **{"locales_dir": ROOT / "locales", **(settings or {})}) as url,
            httpx.AsyncClient(base_url=url, timeout=60) as client,
        ):
            yield Browser(client)

    return opened
