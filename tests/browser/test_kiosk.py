"""A visitor at an e-corner's kiosk, by touch alone, and whoever comes after."""

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from launch.records import Records
from launch.stack import Stack
from tests.browser.accessibility import violations
from tests.browser.chat_page import ChatPage
from tests.browser.conftest import LANDSCAPE, PORTRAIT, standing
from tests.browser.kiosk_page import KioskPage, number_in

SILENCE_MS = 90_000  # after which the kiosk asks whether somebody is there
WARNING_MS = 20_000  # in which it waits for an answer


def report_no_supply(kiosk: KioskPage, mobile: str) -> str:
    """From the first screen to a ticket's number."""
    kiosk.ask("बिजली नहीं आ रही")
    kiosk.choose(kiosk.open_choices.first)
    kiosk.type_in("kakadev")
    kiosk.choose(kiosk.button("पता नहीं / आगे बढ़ें").last)
    return number_in(kiosk.key_in(mobile))


@pytest.mark.parametrize(("size", "mobile"), [(PORTRAIT, "9839011280"), (LANDSCAPE, "9839011266")])
def test_no_electricity_becomes_a_ticket_with_a_slip(
    browser: Browser, stack: Stack, records: Records, size: ViewportSize, mobile: str
) -> None:
    """The slip shows number, deadline and the number's QR code, and goes to the printer."""
    with standing(browser, stack, size) as kiosk:
        ticket = records.get(print_slip(kiosk, mobile))

    assert ticket is not None
    assert (ticket["channel"], ticket["subtype"]) == ("kiosk", "no_supply")


def print_slip(kiosk: KioskPage, mobile: str) -> str:
    """Report that there is no electricity and print the slip of the ticket's number."""
    assert violations(kiosk.page) == []
    kiosk.page.evaluate("window.print = () => { window.printed = true }")
    number = report_no_supply(kiosk, mobile)
    assert violations(kiosk.page) == []
    kiosk.button("पर्ची छापें").click()
    slip = kiosk.page.get_by_role("dialog", name="आपकी पर्ची")
    expect(slip.locator("#slip-number")).to_have_text(number)
    expect(slip).to_contain_text("समय-सीमा")
    assert slip.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)")
    assert violations(kiosk.page) == []
    slip.get_by_role("button", name="छापें").click()
    kiosk.page.wait_for_function("window.printed")
    return number


def test_a_danger_is_recorded_after_the_safety_words(wide: KioskPage, records: Records) -> None:
    """The place alone is asked."""
    assert "1912" in wide.ask("ख़तरा: तार, करंट, आग")
    ticket = records.get(number_in(wide.type_in("harrisganj, hanuman mandir ke paas")))

    assert ticket is not None
    assert (ticket["kind"], ticket["channel"]) == ("hazard", "kiosk")


def test_a_billing_complaint_in_english(wide: KioskPage, records: Records) -> None:
    """The language is chosen first; the account number comes from the keypad."""
    wide.button("English").click()
    expect(wide.page.locator("html")).to_have_attribute("lang", "en")
    wide.ask("Billing complaint")
    wide.choose(wide.button("Meter runs fast"))
    ticket = records.get(number_in(wide.key_in("7020000008")))

    assert ticket is not None
    assert (ticket["kind"], ticket["language"]) == ("billing", "en")
    wide.button("All services").click()
    assert wide.ask("Pay a bill")


def test_a_wrong_digit_is_erased(wide: KioskPage) -> None:
    """A load may have a point, a mobile number has none."""
    wide.ask("लोड बढ़वाना")
    for name in ("2", "दशमलव", "7", "आखिरी अंक मिटाएं", "5"):
        wide.button(name).click()
    expect(wide.box).to_have_value("2.5")

    wide.ask_for_help()
    expect(wide.keypad.get_by_role("button", name="दशमलव")).to_be_hidden()


def test_whoever_walks_away_leaves_nothing(wide: KioskPage) -> None:
    """Asked with a countdown; whoever is still there goes on, and nobody is forgotten."""
    report_no_supply(wide, "9839011290")
    wide.page.clock.run_for(SILENCE_MS)
    leaving = wide.page.locator("#leaving")
    expect(leaving).to_contain_text("सेकंड")
    wide.button("हां, मैं यहीं हूं").click()
    expect(leaving).to_be_hidden()
    expect(wide.said.last).to_be_visible()

    wide.box.fill("मेरा नाम")
    wide.page.clock.run_for(SILENCE_MS)
    expect(leaving).to_be_visible()
    with wide.page.expect_navigation():
        wide.page.clock.run_for(WARNING_MS)

    expect(wide.options).to_have_count(10)
    expect(wide.page.locator("#talk")).to_be_hidden()
    assert wide.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert wide.page.context.cookies() == []
    assert wide.page.evaluate("Promise.all([indexedDB.databases(), caches.keys()])") == [[], []]
    assert wide.page.evaluate("history.length") == wide.pages_before
    assert wide.box.input_value() == ""
    assert wide.page.locator(".bubble").count() == 0


def test_english_of_the_one_before_becomes_hindi_again(wide: KioskPage) -> None:
    """A screen that was only switched is put back as well; one in Hindi is left alone."""
    wide.page.clock.run_for(SILENCE_MS + WARNING_MS)
    expect(wide.page.locator("#leaving")).to_be_hidden()
    wide.button("English").click()
    wide.page.clock.run_for(SILENCE_MS)
    expect(wide.page.locator("#leaving")).to_contain_text("Are you still here?")
    with wide.page.expect_navigation():
        wide.page.clock.run_for(WARNING_MS)

    expect(wide.page.locator("html")).to_have_attribute("lang", "hi")


def test_whoever_is_finished_says_so(wide: KioskPage) -> None:
    """The next visitor sees the first screen."""
    wide.ask_for_help()
    with wide.page.expect_navigation():
        wide.button("काम पूरा हुआ").click()

    expect(wide.options).to_have_count(10)
    assert wide.page.locator(".bubble").count() == 0


def test_the_web_chat_is_as_clean(chat: ChatPage) -> None:
    """By the same rules, with a conversation on it."""
    chat.say("कल रात से बिजली नहीं आ रही, काकादेव")

    assert violations(chat.page) == []
