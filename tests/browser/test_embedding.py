"""The chat on the utility's own website, by one tag."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from launch.stack import Stack
from tests.browser.accessibility import violations
from tests.browser.chat_page import ChatPage
from tests.browser.conftest import DESKTOP, PATIENCE_MS, PHONE
from tests.stack import PORTAL_PORT

WEBSITE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>KESCO</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>Kanpur</h1><a href="#">Tenders</a></main>
<script src="{chat}/embed.js" async></script></body></html>"""
POLICY = "default-src 'none'; script-src {chat}; frame-src {chat}"


class _Website(BaseHTTPRequestHandler):
    """A page of the website, with a strict policy of its own."""

    def __init__(self, *args: object, chat: str, language: str) -> None:
        self._chat, self._language = chat, language
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        page = WEBSITE.format(chat=self._chat, language=self._language).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY.format(chat=self._chat))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_args: object) -> None:
        """A test prints nothing."""


@contextmanager
def website(stack: Stack, port: int, language: str = "hi") -> Iterator[str]:
    """The website on this port."""
    handler = partial(_Website, chat=stack.url, language=language)
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


@contextmanager
def reading(browser: Browser, url: str, size: ViewportSize) -> Iterator[Page]:
    """Somebody on a page of the website."""
    context = browser.new_context(viewport=size, has_touch=size is PHONE)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(url)
    yield page
    context.close()


class FramedChat(ChatPage):
    """The chat in its frame; what a visitor does there is what they do on its own page."""

    def __init__(self, page: Page, url: str) -> None:
        super().__init__(page, url)
        self.frame = page.frame_locator("dialog iframe")

    def greeted(self) -> None:
        """Wait for the bot's greeting."""
        expect(self.frame.locator(".bubble.bot").first).to_be_visible()
        expect(self.frame.locator("#waiting")).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_chat_is_opened_used_and_closed_on_the_website(
    browser: Browser, stack: Stack, size: ViewportSize
) -> None:
    """Nothing is loaded before; a phone's screen is filled; the focus goes in and comes back."""
    with website(stack, PORTAL_PORT) as url, reading(browser, url, size) as page:
        button = page.get_by_role("button", name="बिजली के बारे में बात करें")
        expect(button).to_be_visible()
        assert [frame.url for frame in page.frames] == [url]
        assert violations(page) == []
        button.press("Enter")
        chat = FramedChat(page, url)
        chat.greeted()
        assert violations(page) == []
        fills = page.locator("dialog").bounding_box() == {"x": 0, "y": 0, **size}
        assert fills == (size is PHONE)

        chat.frame.locator("#box").fill("बिल देखना है")
        chat.frame.locator("#box").press("Enter")
        expect(chat.frame.locator(".bubble.bot").nth(1)).to_be_visible()
        chat.frame.locator("#box").press("Escape")
        expect(page.locator("dialog")).to_be_hidden()
        expect(button).to_be_focused()
        button.click()
        expect(chat.frame.locator(".bubble.consumer .said")).to_have_text("बिल देखना है")
        chat.frame.get_by_role("button", name="चैट बंद करें").click()
        expect(button).to_have_attribute("aria-expanded", "false")


def test_the_button_tells_that_something_was_said_meanwhile(browser: Browser, stack: Stack) -> None:
    """The answer comes when the frame is closed; opened again, the button is as it was."""
    with website(stack, PORTAL_PORT, "en") as url, reading(browser, url, DESKTOP) as page:
        page.get_by_role("button", name="Chat about electricity").click()
        chat = FramedChat(page, url)
        chat.greeted()
        chat.frame.locator("#box").fill("no light since last night")
        chat.frame.locator("#box").press("Enter")
        chat.frame.locator("#box").press("Escape")
        page.get_by_role("button", name="New message").click()
        expect(page.get_by_role("button", name="Chat about electricity")).to_be_visible()
        expect(chat.frame.locator(".bubble.bot").nth(1)).to_be_visible()


def test_no_other_website_shows_the_chat(browser: Browser, stack: Stack) -> None:
    """Its frame stays empty there: nobody lays something over the chat's buttons."""
    with website(stack, 0) as url, reading(browser, url, DESKTOP) as page:
        page.get_by_role("button", name="बिजली के बारे में बात करें").click()
        expect(page.locator("dialog")).to_be_visible()
        with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            page.locator("iframe").evaluate("frame => { frame.src += '&again' }")
        assert page.frame_locator("dialog iframe").locator("#box").count() == 0
