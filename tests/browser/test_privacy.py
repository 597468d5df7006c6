"""What becomes of people's data, in a browser: read by everybody, erased by who may."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.bot.privacy.test_pages import NUMBER, somebody
from tests.browser.accessibility import violations
from tests.browser.conftest import DESKTOP, PATIENCE_MS, PHONE
from tests.browser.office import Office, office
from tests.browser.staff import PASSWORD

WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Office]:
    """A gateway with an administrator."""
    with office(tmp_path) as opened:
        yield opened


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desk"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    size: ViewportSize = request.param
    context = browser.new_context(viewport=size)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["hi", "hi-Latn", "en"])
def test_the_page_about_personal_data_can_be_read_by_everybody(
    page: Page, here: Office, language: str
) -> None:
    """By ear and on a small screen as well; the other ways of writing are one tap away."""
    page.goto(f"{here.url}/privacy?language={language}")
    assert violations(page) == []
    assert not page.evaluate(WIDER)
    page.locator("nav.languages a[hreflang=hi]").click()
    expect(page.locator("html")).to_have_attribute("lang", "hi")


@pytest.mark.parametrize("language", ["hi", "en"])
def test_an_administrator_finds_somebody_and_erases_them_by_keyboard(
    page: Page, here: Office, tmp_path: Path, language: str
) -> None:
    """The number never stands in an address; what is being erased says so."""
    with ThreadPoolExecutor(1) as beside:  # Playwright has the event loop of this thread
        beside.submit(asyncio.run, somebody(f"sqlite:///{tmp_path / 'bot.db'}")).result()
    page.goto(f"{here.url}/login?next=/desk/people")
    page.locator("#login").fill("boss")
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#language").select_option(language)
    page.locator("form:has(#language) button").click()
    page.goto(f"{here.url}/desk/people")
    assert violations(page) == []
    page.locator("#number").fill(NUMBER)
    page.keyboard.press("Enter")
    page.locator("#sure").focus()
    assert violations(page) == []
    assert not page.evaluate(WIDER)
    assert NUMBER not in page.url
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    state = page.locator("tbody td").last
    expect(state).to_contain_text({"hi": "मिटा", "en": "rased"}[language])
    assert NUMBER not in page.url
