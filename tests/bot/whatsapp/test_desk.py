"""Staff who write to somebody on WhatsApp: how far words get, what the 24 hours permit."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest

from bot.staff import members
from bot.staff.members import NewMember
from bot.staff.roles import Role
from bot.store.database import Database
from launch import ROOT
from tests.bot.staff.conftest import PASSWORD, Browser
from tests.bot.staff.test_chat_page import tick_of
from tests.bot.staff.test_console import press, wants_person
from tests.bot.whatsapp.conftest import Clock, OpenChannel
from tests.fakes.rasa import FakeRasa
from tests.fakes.whatsapp import FakeWhatsApp

NEWS = "bijli_desk_news"
FREE = 'name="words"'
At = Callable[[], AbstractAsyncContextManager[tuple[Browser, str]]]


@pytest.fixture(scope="session")
def locales() -> Path:
    """The real catalogues."""
    return ROOT / "locales"


@pytest.fixture
async def at_desk(
    open_channel: OpenChannel,
    whatsapp: FakeWhatsApp,
    rasa: FakeRasa,
    rasa_url: str,
    database_url: str,
    clock: Clock,
) -> At:
    """A browser of staff and the address of a chat that they have taken."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[tuple[Browser, str]]:
        rasa.script = wants_person()
        async with open_channel() as url, httpx.AsyncClient(base_url=url, timeout=60) as client:
            database = Database(database_url)
            new = NewMember("asha", "Asha", Role.STAFF, ("Phoolbagh",), PASSWORD)
            await members.add(database, new, None, clock())
            await database.close()
            browser = Browser(client)
            await browser.sign_in("asha")
            await whatsapp.writes("insaan se baat karni hai")
            await whatsapp.has_sent(1)
            found = re.search(r"/desk/chats/[0-9a-f]{32}", (await browser.see("/desk")).text)
            assert found
            await press(browser, f"{found[0]}/claim")
            yield browser, found[0]

    return opened


async def problem_of(answer: httpx.Response) -> str:
    """What the page that follows will tell, empty if all went well."""
    assert answer.status_code == HTTPStatus.SEE_OTHER
    return str(httpx.URL(answer.headers["Location"]).params.get("problem", ""))


async def test_words_go_out_and_their_ticks_come_back(at_desk: At, whatsapp: FakeWhatsApp) -> None:
    """Sent, delivered, read, as Meta tells; the page says how long words are free."""
    async with at_desk() as (browser, here):
        await press(browser, f"{here}/say", words="namaste, main Asha")
        sent = (await whatsapp.has_sent(2))[-1]
        assert sent["text"] == "namaste, main Asha"
        assert "data-until=" in (await browser.see(here)).text
        for status in ("delivered", "read"):
            await whatsapp.reports(sent, status)
            shown = (await browser.see(f"{here}/entries")).text
            assert tick_of(shown, "main Asha") == status


async def test_after_24_hours_only_what_is_approved_can_be_said(
    at_desk: At, whatsapp: FakeWhatsApp, clock: Clock
) -> None:
    """The page offers nothing else, the address takes nothing else, and their answer opens it."""
    whatsapp.templates.approved[NEWS, "en"] = 0
    whatsapp.templates.approved[NEWS + "_latin", "en"] = 0
    whatsapp.templates.approved[NEWS, "hi"] = 0
    async with at_desk() as (browser, here):
        clock.ahead += timedelta(hours=24, minutes=1)
        await browser.sign_in("asha")
        await press(browser, f"{here}/claim")
        shown = (await browser.see(here)).text
        assert FREE not in shown.split(f"{here}/template", 1)[0]
        refused = await press(browser, f"{here}/say", words="kuchh bhi")
        assert await problem_of(refused) == "WindowIsClosed"
        unknown = await press(browser, f"{here}/template", key="notice.ticket.resolved")
        assert await problem_of(unknown) == "UnknownTemplate"
        taken = await press(browser, f"{here}/template", key="desk.template.news")
        assert await problem_of(taken) == ""
        sent = (await whatsapp.has_sent(2))[-1]
        assert (sent["sort"], sent["text"].removesuffix("_latin")) == ("template", NEWS)
        await whatsapp.writes("haan")
        await press(browser, f"{here}/say", words="aapka meter badal gaya")
        assert (await whatsapp.has_sent(3))[-1]["text"] == "aapka meter badal gaya"
