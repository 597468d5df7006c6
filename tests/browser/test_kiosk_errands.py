"""Each service of the kiosk's first screen, by touch alone, to its end.

No electricity, danger and a billing complaint stand in `test_kiosk.py`.
"""

import pytest
from playwright.sync_api import Browser, expect

from launch.records import Records
from launch.stack import Stack
from tests.browser.accessibility import violations
from tests.browser.kiosk_page import KioskPage, number_in
from tests.browser.staff import signed_in

ACCOUNT = "7020000001"
APPLICATION = "nc-2026-000104"  # of the built-in sample: its demand note is issued
TICKET = "flt-2026-000101"


def skip(kiosk: KioskPage) -> str:
    """Go on without an answer."""
    return kiosk.choose(kiosk.button("पता नहीं / आगे बढ़ें").last)


def test_a_new_connection(tall: KioskPage, records: Records) -> None:
    """Every answer by keypad, letters or choice; Hindi stays Hindi whatever letters are typed."""
    tall.ask("नया कनेक्शन")
    tall.choose(tall.button("घर"))
    tall.key_in("2")
    assert violations(tall.page) == []
    tall.type_in("urmila shukla")
    tall.key_in("9839011270")
    tall.type_in("barra 6")
    tall.type_in("127 hanuman mandir ke paas")
    tall.key_in("208027")
    skip(tall)  # one or three phases
    for choice in ("मालिक", "नहीं", "अभी कुछ नहीं", "हाँ, सहमत हूँ"):
        tall.choose(tall.button(choice).last)
    expect(tall.page.locator("html")).to_have_attribute("lang", "hi")
    application = records.get(number_in(tall.choose(tall.button("हाँ, ठीक है").last)))

    assert application is not None
    assert (application["channel"], application["load_kw"]) == ("kiosk", 2)
    assert application["mobile_number"] == "9839011270"


def test_a_load_increase(wide: KioskPage, records: Records) -> None:
    """The account number comes from the keypad; the slip bears the number."""
    wide.ask("लोड बढ़वाना")
    wide.key_in("5")
    number = number_in(wide.key_in(ACCOUNT))
    ticket = records.get(number)

    assert ticket is not None
    assert (ticket["kind"], ticket["load_kw"], ticket["channel"]) == ("load_change", 5, "kiosk")
    wide.button("पर्ची छापें").click()
    expect(wide.page.locator("#slip-number")).to_have_text(number)


def test_paying_a_bill(wide: KioskPage) -> None:
    """Where and how, and the bill's own amount."""
    assert "कैश काउंटर" in wide.ask("बिल जमा करना")
    wide.choose(wide.button("बिल देखना"))
    assert "₹2,340" in wide.key_in(ACCOUNT)


def test_the_demand_amount(wide: KioskPage) -> None:
    """By the application's number, typed on the screen."""
    wide.ask("डिमांड राशि")
    answer = wide.type_in(APPLICATION)

    assert APPLICATION.upper() in answer
    assert "₹3,198" in answer


@pytest.mark.parametrize("by_mobile", [True, False])
def test_how_a_complaint_stands(wide: KioskPage, by_mobile: bool) -> None:
    """By its number or by the mobile number that was given with it."""
    wide.ask("शिकायत की स्थिति")
    assert TICKET.upper() in wide.type_in("9839000102" if by_mobile else TICKET)


def test_the_other_services(tall: KioskPage) -> None:
    """The whole menu, each service of it to be touched."""
    tall.ask("दूसरे काम")
    expect(tall.open_choices).to_have_count(10)
    tall.choose(tall.button("बिल देखना").last)
    assert "₹2,340" in tall.key_in(ACCOUNT)


def test_a_person_answers_at_the_kiosk(wide: KioskPage, browser: Browser, stack: Stack) -> None:
    """The chat stands in the desk's queue from the first touch on, and staff's words arrive."""
    wide.ask("कर्मचारी से बात")
    number = number_in(wide.key_in("9839011271"))
    assert number.startswith("CLB-")
    with signed_in(browser, stack, "meena") as desk:
        desk.get_by_role("link", name="9839011271").click()
        desk.get_by_role("button", name="Take").first.click()
        desk.locator("#words").fill("नमस्ते, काउंटर दो पर आइए")
        desk.get_by_role("button", name="Send", exact=True).click()
        expect(wide.page.locator(".bubble.staff .said")).to_have_text("नमस्ते, काउंटर दो पर आइए")


def test_the_keyboard_of_letters_gives_way_to_choices(wide: KioskPage) -> None:
    """It stands there where words are asked; touching the box brings it back."""
    wide.ask("नया कनेक्शन")
    expect(wide.letterpad).to_be_hidden()
    wide.box.click()
    expect(wide.letterpad).to_be_visible()
    wide.type_in("dukaan")
    expect(wide.keypad).to_be_visible()
    expect(wide.letterpad).to_be_hidden()
