"""What staff write in a chat is shown as theirs, not as the bot's or the person's."""

import json
from typing import Any

from playwright.sync_api import Route, expect

from tests.browser.chat_page import ChatPage

MESSAGES = "**/api/conversations/*/messages"
SAID_BY_STAFF = {"id": 900, "from": "staff", "text": "Namaste, I am Asha.", "language": "en"}
WITHOUT_WORDS = {"id": 901, "from": "staff", "text": None, "language": "en"}
PUSHED = SAID_BY_STAFF | {"id": 950, "text": "I am looking at your bill."}
PHOTO = {"id": 902, "from": "consumer", "message_id": "p1", "text": None, "media": "photo"}
SILENT = {"id": 903, "from": "consumer", "message_id": "p2", "text": None, "media": None}


def and_staff(route: Route) -> None:
    """The transcript as the service gives it, and more entries at its end."""
    if route.request.method != "GET":
        return route.fallback()
    transcript: dict[str, Any] = route.fetch().json()
    more = [SAID_BY_STAFF, WITHOUT_WORDS, PHOTO, SILENT]
    return route.fulfill(json=transcript | {"messages": transcript["messages"] + more})


def test_staff_are_named_and_nothing_empty_is_shown(chat: ChatPage) -> None:
    """A bubble of its own kind; a photo says what it is; entries without words have no bubble."""
    bubbles = chat.page.locator(".bubble").count()
    chat.page.route(MESSAGES, and_staff)
    chat.page.reload()

    staff = chat.page.locator(".bubble.staff")
    expect(staff).to_have_count(1)
    expect(staff.locator(".who")).to_have_text("बिजली विभाग के कर्मचारी:")
    expect(staff.locator(".said")).to_have_text("Namaste, I am Asha.")
    expect(chat.said.last).to_have_text("फ़ोटो भेजी")
    expect(chat.page.locator(".bubble")).to_have_count(bubbles + 2)


def test_what_staff_say_now_appears_as_theirs(chat: ChatPage) -> None:
    """It comes by the stream of events, and once, however often the stream tells it."""
    event = f"id: 950\nevent: reply\ndata: {json.dumps(PUSHED)}\n\n"
    chat.page.route(
        "**/api/conversations/*/events",
        lambda route: route.fulfill(content_type="text/event-stream", body=event * 2),
    )
    chat.page.reload()

    staff = chat.page.locator(".bubble.staff")
    expect(staff).to_have_count(1)
    expect(staff.locator(".said")).to_have_text("I am looking at your bill.")
