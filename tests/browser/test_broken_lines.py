"""The line between the page and the service breaks: what is said meanwhile arrives by itself."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from playwright.sync_api import Browser, Page, expect

from launch.stack import Stack
from tests.browser.cable import Cable
from tests.browser.chat_page import ChatPage
from tests.browser.conftest import DESKTOP, PATIENCE_MS
from tests.browser.staff import signed_in

A_MINUTE_MS = 61_000  # after so long a silence the page begins its stream anew
CONNECTIONS_KEPT = 6  # by Chromium, for one host
CONNECTED_MS = 5_000
WORDS = "कर्मचारी से बात करनी है"


@contextmanager
def chat_over(browser: Browser, cable: Cable) -> Iterator[ChatPage]:
    """A chat whose visitor has asked for a person, over a line of its own."""
    context = browser.new_context(viewport=DESKTOP)
    context.set_default_timeout(PATIENCE_MS)
    chat = ChatPage(context.new_page(), cable.url)
    chat.page.clock.install()
    chat.open()
    chat.say(WORDS)
    yield chat
    context.close()
    assert chat.errors == []


def take(desk: Page, words: str) -> None:
    """Take the chat whose last words are these."""
    desk.get_by_role("link", name=words).click()
    desk.get_by_role("button", name="Take").first.click()


@contextmanager
def taken_chat(
    browser: Browser, stack: Stack, words: str
) -> Iterator[tuple[Cable, ChatPage, Page]]:
    """A visitor who asked for a person and said these words, over a line that can break, and
    Sunita, who has taken the chat."""
    with (
        Cable(stack.url) as cable,
        chat_over(browser, cable) as chat,
        signed_in(browser, stack, "sunita") as desk,
    ):
        chat.say(words)
        take(desk, words)
        yield cable, chat, desk


def say(desk: Page, words: str) -> None:
    """Write in the chat, and see there that it was stored."""
    desk.locator("#words").fill(words)
    desk.get_by_role("button", name="Send", exact=True).click()
    expect(desk.locator("#live")).to_contain_text(words)


def test_what_staff_say_while_the_line_is_cut_appears_when_it_is_back(
    browser: Browser, stack: Stack
) -> None:
    """And what the person wrote meanwhile arrives, each once, without a reload."""
    with taken_chat(browser, stack, "खाता 7020000001") as (cable, chat, desk):
        cable.cut()
        say(desk, "आपका बिल देख रही हूँ")
        chat.write("जी, इंतज़ार है")
        expect(chat.page.locator(".state")).to_contain_text("अभी नहीं पहुँचा")
        assert chat.page.locator(".bubble.staff").count() == 0

        cable.mend()
        chat.page.clock.run_for(A_MINUTE_MS)
        expect(chat.page.locator(".bubble.staff .said")).to_have_text("आपका बिल देख रही हूँ")
        expect(chat.page.locator(".state")).to_have_count(0)
        expect(desk.locator("#live")).to_contain_text("जी, इंतज़ार है")


def test_a_line_that_died_unnoticed_is_given_up_after_a_minute(
    browser: Browser, stack: Stack
) -> None:
    """Neither side is told of it; the page hears that the service has fallen silent."""
    with taken_chat(browser, stack, "खाता 7020000002") as (cable, chat, desk):
        cable.die_in_silence()
        say(desk, "एक मिनट रुकिए")
        assert chat.page.locator(".bubble.staff").count() == 0

        # A browser keeps some connections for later; each that died has to be found out.
        words = chat.page.locator(".bubble.staff .said", has_text="एक मिनट रुकिए")
        for _ in range(CONNECTIONS_KEPT):
            chat.page.clock.run_for(A_MINUTE_MS)
            with suppress(AssertionError):
                expect(words).to_be_visible(timeout=CONNECTED_MS)
        expect(words).to_be_visible()
