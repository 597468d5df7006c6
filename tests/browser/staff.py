"""Somebody of the utility before the pages of staff, in a browser of their own."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

from playwright.sync_api import Browser, Page, ViewportSize

from bot.conversations.service import now_in_utc
from bot.staff import members
from bot.staff.errors import LoginTaken
from bot.staff.members import NewMember
from bot.staff.roles import Role
from bot.store.database import Database
from launch.stack import Stack
from tests.browser.conftest import DESKTOP, PATIENCE_MS

PASSWORD = "kanpur ki bijli 1912"


@contextmanager
def signed_in(
    browser: Browser,
    stack: Stack,
    login: str,
    role: Role = Role.STAFF,
    *,
    language: str = "en",
    division: str = "Phoolbagh",
    size: ViewportSize = DESKTOP,
    url: str | None = None,
    database_url: str | None = None,
) -> Iterator[Page]:
    """A page on which this member of staff, added if need be, has signed in; at the stack's first
    gateway and in its SQLite, unless an address says otherwise."""
    database_url = database_url or f"sqlite:///{stack.logs.parent / 'bot.db'}"
    # Tests share a stack: Meena of one and Meena of another test are different people.
    name, login = login.title(), f"{login}-{role}-{language}"
    new = NewMember(login, name, role, (division,), PASSWORD)
    with ThreadPoolExecutor(1) as beside:  # Playwright has the event loop of this thread
        beside.submit(asyncio.run, _added(database_url, new, language)).result()
    context = browser.new_context(viewport=size)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{url or stack.url}/login")
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORD)
    page.locator("form.card button").click()
    page.locator("header nav").wait_for()
    yield page
    context.close()


async def _added(database_url: str, new: NewMember, language: str) -> None:
    database = Database(database_url)
    try:
        with suppress(LoginTaken):
            member = await members.add(database, new, None, now_in_utc())
            await members.choose_language(database, member.id, language)
    finally:
        await database.close()
