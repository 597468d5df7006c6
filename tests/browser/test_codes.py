"""A one-time code on the page: asked with the right keyboard, shown to nobody beside."""

from playwright.sync_api import Route, expect

from tests.browser.chat_page import ChatPage

MESSAGES = "**/api/conversations/*/messages"
ASKING = {"text": "Please write the code.", "buttons": [], "expects": "otp"}


def asks_for_a_code(route: Route) -> None:
    """The service answers every message by asking for a code."""
    if route.request.method == "POST":
        route.fulfill(json={"replies": [ASKING], "language": "en", "references": []})
    else:
        route.fallback()


def test_a_code_is_shown_as_dots(chat: ChatPage) -> None:
    """As the service keeps it; what is sent are the digits themselves."""
    chat.page.route(MESSAGES, asks_for_a_code)
    chat.say("show my records")
    expect(chat.box).to_have_attribute("autocomplete", "one-time-code")

    with chat.page.expect_request(MESSAGES) as sent:
        chat.say("my code is ४८2 913")
    assert (sent.value.post_data_json or {})["text"] == "my code is ४८2 913"
    expect(chat.said.last).to_have_text("my code is ••• •••")
