"""A real Chromium before the whole product. Without Chromium these tests fail, never skip."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

import pytest
from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright

from launch.stack import Stack
from tests.browser.chat_page import ChatPage
from tests.browser.kiosk_page import KioskPage

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 60_000
PHONE = ViewportSize(width=360, height=740)
DESKTOP = ViewportSize(width=1280, height=800)
PORTRAIT = ViewportSize(width=1080, height=1920)  # the two screens of kiosks
LANDSCAPE = ViewportSize(width=1366, height=768)


class Visit(Protocol):
    """Opens the chat page as a new visitor."""

    def __call__(self, *, phone: bool = False) -> AbstractContextManager[ChatPage]: ...


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each visit has its own storage."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, stack: Stack) -> Visit:
    """At the end of a visit nothing may have been asked of another host, or gone wrong."""

    @contextmanager
    def opened(*, phone: bool = False) -> Iterator[ChatPage]:
        size = PHONE if phone else DESKTOP
        context = browser.new_context(viewport=size, has_touch=phone, is_mobile=phone)
        context.set_default_timeout(PATIENCE_MS)
        chat = ChatPage(context.new_page(), stack.url)
        chat.open()
        yield chat
        context.close()
        assert chat.asked_elsewhere == []
        assert chat.errors == []

    return opened


@pytest.fixture
def chat(visit: Visit) -> Iterator[ChatPage]:
    """A visitor on a desktop computer who has been greeted."""
    with visit() as chat:
        yield chat


@contextmanager
def standing(browser: Browser, stack: Stack, size: ViewportSize) -> Iterator[KioskPage]:
    """A kiosk; at the end nothing may have been asked of another host, or gone wrong."""
    context = browser.new_context(viewport=size, has_touch=True)
    context.set_default_timeout(PATIENCE_MS)
    kiosk = KioskPage(context.new_page(), stack.url)
    kiosk.page.clock.install()
    kiosk.open()
    yield kiosk
    context.close()
    assert kiosk.asked_elsewhere == []
    assert kiosk.errors == []


@pytest.fixture
def wide(browser: Browser, stack: Stack) -> Iterator[KioskPage]:
    """A kiosk with a wide screen that nobody has touched."""
    with standing(browser, stack, LANDSCAPE) as kiosk:
        yield kiosk


@pytest.fixture
def tall(browser: Browser, stack: Stack) -> Iterator[KioskPage]:
    """One whose screen stands upright."""
    with standing(browser, stack, PORTRAIT) as kiosk:
        yield kiosk
