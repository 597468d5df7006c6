"""A photo, a file and the place, sent from the chat page."""

import sqlite3
from pathlib import Path

from playwright.sync_api import Route, expect

from launch.records import Records
from launch.stack import Stack
from tests.bot.media import HTML, JPEG
from tests.browser.accessibility import violations
from tests.browser.chat_page import ChatPage
from tests.browser.conftest import Visit
from tests.browser.test_talking import NUMBER

ATTACHMENTS = "**/api/conversations/*/attachments?*"
KAKADEO = {"latitude": 26.4729, "longitude": 80.2947}
PHOTO = {"name": "pole.jpg", "mimeType": "image/jpeg", "buffer": JPEG}
PAGE = {"name": "pole.jpg", "mimeType": "image/jpeg", "buffer": HTML}


def choose_file(chat: ChatPage, **file: object) -> None:
    """Pick a file from the disk, as a person does."""
    chat.button("फ़ोटो, फ़ाइल या अपनी जगह भेजें").click()
    with chat.page.expect_file_chooser() as chooser:
        chat.button("फ़ोटो या फ़ाइल").click()
    chooser.value.set_files(file)  # type: ignore[arg-type]


def test_a_photo_goes_along_with_the_complaint(visit: Visit, stack: Stack) -> None:
    """On a phone: it is a message that is answered, and is tied to the ticket."""
    with visit(phone=True) as chat:
        chat.say("कल रात से बिजली नहीं आ रही, काकादेव")
        before = chat.replies.count()
        choose_file(chat, **PHOTO)
        expect(chat.said.last).to_have_text("pole.jpg")
        expect(chat.replies.nth(before)).to_be_visible()
        chat.is_idle()
        expect(chat.page.locator(".pending")).to_have_count(0)
        answer = chat.say("9839011131")
        assert "वह भी इसके साथ जा रहा है" in answer
        (number,) = set(NUMBER.findall(answer))
        chat.page.reload()
        expect(chat.said.nth(1)).to_have_text("फ़ोटो भेजी")

    with sqlite3.connect(f"file:{database_of(stack)}?mode=ro", uri=True) as database:
        tied = database.execute("SELECT sort FROM attachments WHERE ticket_number = ?", (number,))
        assert tied.fetchall() == [("photo",)]


def database_of(stack: Stack) -> Path:
    """The gateway's SQLite file."""
    return stack.logs.parent / "bot.db"


def test_the_place_is_told_by_the_phone(chat: ChatPage, records: Records) -> None:
    """One tap where a place is asked for; permitted by the person; the ticket bears it."""
    chat.page.context.grant_permissions(["geolocation"])
    chat.page.context.set_geolocation(KAKADEO)  # type: ignore[arg-type]
    chat.say("खंभे से चिंगारी निकल रही है")
    assert "काकादेव" in chat.choose(chat.button("मेरी जगह"))
    expect(chat.said.last).to_have_text("अपनी जगह भेजी")

    (number,) = set(NUMBER.findall(chat.choose(chat.button("हां, वहीं"))))
    ticket = records.get(number)
    assert ticket is not None
    assert (ticket["latitude"], ticket["longitude"]) == tuple(KAKADEO.values())


def test_a_place_that_is_not_told_is_asked_in_words(chat: ChatPage) -> None:
    """Whoever says no to the browser reads what to do instead."""
    chat.page.context.clear_permissions()
    chat.button("फ़ोटो, फ़ाइल या अपनी जगह भेजें").click()
    chat.button("मेरी जगह").click()

    expect(chat.notice).to_contain_text("मोहल्ला")
    assert chat.said.count() == 0


def test_what_is_no_photo_is_refused_in_words(chat: ChatPage) -> None:
    """By its bytes, whatever its name; a file that is too large is not even sent."""
    choose_file(chat, **PAGE)
    expect(chat.notice).to_contain_text("PDF")
    assert chat.said.count() == 0

    asked: list[str] = []
    chat.page.on("request", lambda request: asked.append(request.url))
    choose_file(chat, **PHOTO | {"buffer": JPEG + b"\x00" * (10 * 1024 * 1024)})
    expect(chat.notice).to_contain_text("10 MB")
    assert [url for url in asked if "attachments" in url] == []


def test_a_photo_without_a_network_is_sent_when_it_is_back(chat: ChatPage) -> None:
    """Once; the words that follow it wait behind it."""
    before = chat.replies.count()
    chat.page.context.set_offline(True)
    choose_file(chat, **PHOTO)
    expect(chat.page.locator(".state")).to_be_visible()
    chat.write("बिल देखना है")
    chat.page.context.set_offline(False)

    expect(chat.replies.nth(before + 1)).to_be_visible()
    chat.is_idle()
    chat.page.reload()
    expect(chat.said).to_have_text(["फ़ोटो भेजी", "बिल देखना है"])


def test_enough_files_for_today_is_said(chat: ChatPage) -> None:
    """And the next words do not wait an hour for it."""

    def enough(route: Route) -> None:
        route.fulfill(status=429, headers={"Retry-After": "3600"}, json={})

    chat.page.route(ATTACHMENTS, enough)
    choose_file(chat, **PHOTO)
    expect(chat.notice).to_contain_text("आज")
    chat.say("बिल देखना है")


def test_the_ways_to_send_are_opened_and_left_by_keyboard(chat: ChatPage) -> None:
    """Escape closes them and gives the focus back; axe finds nothing while they are open."""
    more = chat.button("फ़ोटो, फ़ाइल या अपनी जगह भेजें")
    more.press("Enter")
    expect(more).to_have_attribute("aria-expanded", "true")
    expect(chat.button("फ़ोटो या फ़ाइल")).to_be_focused()
    assert violations(chat.page) == []

    chat.page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(chat.button("मेरी जगह")).to_be_hidden()
