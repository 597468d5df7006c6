"""The page of the telephones that `FAKES=1 make run` shows."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from launch.stack import Stack
from tests.browser.conftest import DESKTOP, PATIENCE_MS

PHONES = ("whatsapp", "telegram")


@pytest.fixture
def page(browser: Browser, stack: Stack) -> Iterator[Page]:
    """Nothing may be asked of another host, or go wrong."""
    context = browser.new_context(viewport=DESKTOP)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(stack.phones_url)
    yield page
    context.close()
    assert [url for url in asked if not url.startswith(stack.phones_url)] == []
    assert errors == []


def said(page: Page, phone: str, by: str) -> Locator:
    """The lines of one side on a telephone."""
    return page.locator(f"section[data-provider={phone}] li.{by}")


@pytest.mark.parametrize("phone", PHONES)
def test_a_customer_writes_taps_and_sends_a_photo(page: Page, phone: str) -> None:
    """Each is seen on the telephone, and the bot's answer to each."""
    page.get_by_label("Number").fill("9811100055")
    telephone = page.locator(f"section[data-provider={phone}]")

    telephone.get_by_label("Message").fill("hello")
    telephone.get_by_role("button", name="Send", exact=True).click()
    expect(said(page, phone, "person").first).to_contain_text("hello")
    offered = said(page, phone, "bot").get_by_role("button").first
    title = offered.inner_text()
    offered.click()
    expect(said(page, phone, "person").nth(1)).to_contain_text(title)

    answered = said(page, phone, "bot").count()
    telephone.get_by_role("button", name="Photo").click()
    expect(said(page, phone, "person").nth(2)).to_contain_text("image/jpeg")
    expect(said(page, phone, "bot").nth(answered)).to_be_visible()
