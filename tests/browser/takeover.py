"""A chat that goes from the bot to a person and back, in the middle of a form."""

import re

from playwright.sync_api import Page, expect

from tests.browser.chat_page import ChatPage

GREETING = "Namaste, main Asha hoon."
TYPED = "Thoda rukiye, "
NUMBER = re.compile(r"BIL-\d{4}-\d{6}")
OPEN_QUESTION = "खाता"


def take_over_and_hand_back(chat: ChatPage, asha: Page, mobile_number: str) -> str:
    """The consumer asks for a person amid a billing complaint; Asha takes the chat, by keyboard
    alone, talks, and gives it back; the form goes on. The number of the complaint."""
    chat.say("मेरा बिल गलत है, रीडिंग गलत लिखी है")
    chat.say("किसी आदमी से बात कराओ")
    assert OPEN_QUESTION in chat.say(mobile_number)
    _take(asha, mobile_number)
    asha.keyboard.type(GREETING)
    asha.keyboard.press("Control+Enter")
    expect(chat.page.locator(".bubble.staff .said")).to_have_text([GREETING])
    _talk(chat, asha)
    answers = chat.replies.count()
    asha.keyboard.press("Alt+b")
    asha.keyboard.press("Enter")
    asha.wait_for_url("**/desk")
    expect(chat.replies.nth(answers)).to_contain_text(OPEN_QUESTION)
    found = NUMBER.search(chat.say("7020000011"))
    assert found
    return found[0]


def listens_for_keys(page: Page) -> None:
    """Wait until the page's script has begun."""
    page.locator("#show-keys").wait_for()


def _take(asha: Page, words: str) -> None:
    """Find the chat in the list by its last words and take it."""
    row = asha.locator("#rows a").filter(has_text=words)
    expect(row).to_be_visible()
    listens_for_keys(asha)
    while not row.evaluate("row => row === document.activeElement"):
        asha.keyboard.press("Alt+j")
    asha.keyboard.press("Enter")
    asha.locator("#state").wait_for()
    listens_for_keys(asha)
    asha.keyboard.press("Alt+t")
    asha.locator("#words").wait_for()
    listens_for_keys(asha)
    asha.keyboard.press("Alt+w")


def _talk(chat: ChatPage, asha: Page) -> None:
    """The bot is silent; what the consumer writes comes while Asha types, and disturbs nothing."""
    answers = chat.replies.count()
    asha.keyboard.type(TYPED)
    chat.write("मीटर की फ़ोटो भेजूँ?")
    expect(asha.locator("#said")).to_contain_text("मीटर की फ़ोटो भेजूँ?")
    chat.is_idle()
    assert chat.replies.count() == answers
    expect(asha.locator("#words")).to_have_value(TYPED)
    expect(asha.locator("#words")).to_be_focused()
    asha.keyboard.type("haan bhejiye")
    asha.keyboard.press("Control+Enter")
    expect(chat.page.locator(".bubble.staff .said").last).to_have_text(TYPED + "haan bhejiye")
    expect(asha.locator("#said li.staff .tick.delivered").first).to_be_visible()
