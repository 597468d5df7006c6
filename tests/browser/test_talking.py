"""A visitor talks to the product on the web chat page."""

import re

import pytest
from playwright.sync_api import expect

from launch.records import Records
from launch.stack import Stack
from tests.browser.chat_page import ChatPage
from tests.browser.conftest import Visit

NUMBER = re.compile(r"[A-Z]{2,4}-\d{4}-\d{6}")


@pytest.mark.parametrize("phone", [True, False])
def test_a_fault_written_in_hindi_becomes_a_ticket_that_the_backend_holds(
    visit: Visit, records: Records, phone: bool
) -> None:
    """From the open page to the number, on a phone and on a desktop computer."""
    mobile = "9839011101" if phone else "9839011102"
    with visit(phone=phone) as chat:
        chat.say("कल रात से बिजली नहीं आ रही, काकादेव")
        answer = chat.say(mobile)

    (number,) = set(NUMBER.findall(answer))
    ticket = records.get(number)
    assert ticket is not None
    assert (ticket["kind"], ticket["mobile_number"], ticket["channel"]) == ("fault", mobile, "web")


def test_a_choice_that_was_taken_is_shown_as_said_and_taps_no_more(chat: ChatPage) -> None:
    """Its title becomes the person's words; all choices offered so far are closed."""
    first = chat.open_choices.first
    title = first.inner_text()

    chat.choose(first)

    assert chat.said.all_inner_texts() == [title]
    closed = chat.button(title)
    expect(closed).to_have_attribute("aria-disabled", "true")
    closed.click(force=True)
    assert chat.said.count() == 1


def test_a_reload_keeps_the_transcript(chat: ChatPage) -> None:
    """Both sides' words, what is being asked, and no second greeting."""
    chat.say("बिजली नहीं आ रही है")
    words = chat.page.locator(".said").all_text_contents()
    hint = chat.box.get_attribute("placeholder")

    chat.page.reload()
    expect(chat.said).to_have_count(1)

    assert chat.page.locator(".said").all_text_contents() == words
    assert chat.box.get_attribute("placeholder") == hint
    chat.say("काकादेव")
    assert chat.said.count() == 2


def test_the_page_speaks_the_language_of_the_answers(chat: ChatPage) -> None:
    """Chosen by button or simply written: page, title and each bubble say which it is."""
    html = chat.page.locator("html")
    for name, code in (("English", "en"), ("Hinglish", "hi-Latn"), ("हिंदी", "hi")):
        chat.choose(chat.button(name))
        expect(html).to_have_attribute("lang", code)
        expect(chat.button(name)).to_have_attribute("aria-pressed", "true")
        expect(chat.replies.last).to_have_attribute("lang", code)

    expect(chat.button("भेजें")).to_be_visible()


def test_a_new_chat_begins_in_the_language_that_was_chosen(chat: ChatPage) -> None:
    """It is asked about first, and the old words are gone from the page."""
    chat.choose(chat.button("English"))
    chat.say("my bill is wrong")

    chat.button("New chat").click()
    chat.button("No, stay here").click()
    expect(chat.said.last).to_have_text("my bill is wrong")
    chat.button("New chat").click()
    chat.button("Yes, start a new one").click()

    expect(chat.said).to_have_count(0)
    expect(chat.replies).to_have_count(1)
    expect(chat.replies.first).to_have_attribute("lang", "en")


def test_the_keyboard_fits_what_is_asked(chat: ChatPage) -> None:
    """Digits for a mobile number, with a way back to letters for whoever asks something else."""
    expect(chat.box).to_have_attribute("inputmode", "text")
    chat.say("कल रात से बिजली नहीं आ रही, काकादेव")

    expect(chat.box).to_have_attribute("inputmode", "numeric")
    expect(chat.box).to_have_attribute("autocomplete", "tel-national")
    chat.button("अक्षर लिखें").click()
    expect(chat.box).to_have_attribute("inputmode", "text")
    chat.button("अंक लिखें").click()
    expect(chat.box).to_have_attribute("inputmode", "numeric")


def test_everything_can_be_done_without_a_mouse(chat: ChatPage) -> None:
    """Skip link first; then languages, choices, box, in the order of reading; Enter sends."""
    chat.page.locator("body").press("Tab")
    expect(chat.page.locator(".skip")).to_be_focused()
    chat.page.keyboard.press("Enter")
    expect(chat.box).to_be_focused()

    chat.page.keyboard.type("bill")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("dekhna hai")
    chat.page.keyboard.press("Enter")

    expect(chat.said).to_have_text(["bill\ndekhna hai"])


def test_what_is_written_is_text_and_nothing_else(chat: ChatPage) -> None:
    """Markup stays what was typed, also after a reload."""
    markup = '<img src="/static/none.png" onerror="document.title=1"><b>bold</b>'
    chat.say(markup)
    chat.page.reload()
    expect(chat.said).to_have_count(1)

    assert chat.said.first.text_content() == markup
    assert chat.page.locator("#log img, #log b").count() == 0


def test_an_answer_that_comes_late_appears_by_itself(chat: ChatPage, stack: Stack) -> None:
    """While a part is down the page shows an apology; later the answer, without a reload."""
    stack.stop("actions")
    try:
        chat.say("कल रात से बिजली नहीं आ रही, काकादेव")
        shown = chat.replies.count()
    finally:
        stack.start("actions")

    expect(chat.replies.nth(shown)).to_be_visible()
    expect(chat.box).to_have_attribute("inputmode", "numeric")


def test_a_phone_shows_everything_and_a_thumb_hits_it(visit: Visit) -> None:
    """Nothing runs out of a phone's width, and every target is as large as a thumb."""
    with visit(phone=True) as chat:
        for name in ("English", "Hinglish", "हिंदी"):
            chat.choose(chat.button(name))
            width = chat.page.evaluate("document.documentElement.scrollWidth")
            assert width <= 360
            for target in chat.page.locator("button:visible, textarea, .emergency a").all():
                box = target.bounding_box()
                assert box and box["height"] >= 44 and box["width"] >= 44, target.inner_text()
