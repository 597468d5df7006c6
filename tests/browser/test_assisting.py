"""Staff fill in the form for somebody: a whole application at the desk with its receipt, and two
fields for a consumer on the web who goes on alone."""

from playwright.sync_api import Browser, Page, expect

from launch.records import Records
from launch.stack import Stack
from tests.browser.accessibility import violations
from tests.browser.chat_page import ChatPage
from tests.browser.conftest import PHONE
from tests.browser.staff import signed_in

PICKED = {
    "Purpose": "domestic",
    "Phase": "skip",
    "Owner or tenant": "owner",
    "Old dues": "no",
    "Consent": "yes",
}
WRITTEN = {
    "Load": "2 kW",
    "Name": "Sunita Devi",
    "Locality": "Barra 6",
    "Address": "117/45, gali 3, Barra 6",
    "PIN code": "208027",
}


def saved(page: Page) -> None:
    """Wait until the script is there and the form has come back from the bot."""
    expect(page.locator("#assist")).to_have_attribute("aria-busy", "false")


def write(page: Page, label: str, words: str) -> None:
    """Write into a field and leave it, by keyboard."""
    field = page.locator("#assist").get_by_label(label).first
    field.fill(words)
    field.press("Tab")
    saved(page)


def pick(page: Page, label: str, value: str) -> None:
    """Pick an answer to a closed question."""
    page.locator("#assist").get_by_label(label).first.select_option(value)
    saved(page)


def open_for_somebody(page: Page, errand: str, mobile_number: str) -> None:
    """From the list of chats to the form of an errand, with consent."""
    page.get_by_role("link", name="Fill in a form for somebody").click()
    page.get_by_label("The person's mobile number").fill(mobile_number)
    page.get_by_label("The person's language").select_option("en")
    page.get_by_label("What for").select_option(errand)
    assert violations(page) == []
    page.get_by_label("The person heard it and said yes").check()
    page.get_by_role("button", name="Open the form").click()
    expect(page.locator("#assist form[data-saves]")).to_be_visible()
    saved(page)


def test_an_application_is_made_at_the_desk_and_its_receipt_printed(
    browser: Browser, stack: Stack, records: Records
) -> None:
    """Field by field, a slip on the way, the number, the paper, and the code on it."""
    with signed_in(browser, stack, "asha") as page:
        open_for_somebody(page, "apply_new_connection", "98390 14501")
        write(page, "Name", "Sunita 2")
        expect(page.locator("#f-person_name-problem")).to_contain_text("does not look like a name")
        assert violations(page) == []
        for label, words in WRITTEN.items():
            write(page, label, words)
        for label, value in PICKED.items():
            pick(page, label, value)
        page.locator("#f-documents-id_proof").check()
        saved(page)
        expect(
            page.get_by_role("status").filter(has_text="Everything is filled in")
        ).to_be_visible()
        page.get_by_role("button", name="Send to the utility").click()

        page.locator(".receipts a").click()
        number = page.locator("#receipt-number").inner_text()
        made = records.get(number)
        assert made is not None
        assert (made["person_name"], made["mobile_number"]) == ("Sunita Devi", "9839014501")
        assert (made["channel"], made["load_kw"]) == ("desk", 2.0)
        expect(page.locator(".receipt")).to_contain_text("Next step")
        assert violations(page) == []
        page.evaluate("window.print = () => { document.title = 'printed'; }")
        page.get_by_role("button", name="Print").click()
        expect(page).to_have_title("printed")
        page.emulate_media(media="print")
        expect(page.get_by_role("button", name="Print")).to_be_hidden()
        expect(page.locator("#receipt-number")).to_be_visible()

        page.goto(page.locator("figcaption .small").inner_text())
        expect(page.locator("#box")).to_have_value(number)


def test_two_fields_are_filled_in_for_a_consumer_who_goes_on_alone(
    browser: Browser, stack: Stack, chat: ChatPage
) -> None:
    """The consumer sees none of it; then the bot asks what is still open."""
    chat.say("I want a new connection for my house")
    chat.say("2 kw")
    chat.say("I want to talk to a person")
    with signed_in(browser, stack, "asha") as page:
        page.locator("#live a").filter(has_text="talk to a person").first.click()
        page.get_by_role("button", name="Take the chat").click()
        expect(page.get_by_label("What for")).to_have_value("apply_new_connection")
        page.get_by_label("The person heard it and said yes").check()
        page.get_by_role("button", name="Open the form").click()
        expect(page.get_by_label("Load")).to_have_value("2")
        saved(page)
        before = chat.page.locator(".bubble").count()
        write(page, "Name", "Ramesh Kumar")
        write(page, "Mobile number", "98390 14502")
        assert violations(page) == []
        assert chat.page.locator(".bubble").count() == before
        page.get_by_role("button", name="Give back to the bot").click()

    expect(chat.replies.last).to_contain_text("In which locality")
    assert "PIN" in chat.say("Barra 6") + chat.say("117/45, gali 3, Barra 6")


def test_what_is_being_written_survives_the_saving_of_another_field(
    browser: Browser, stack: Stack
) -> None:
    """The form comes back while one writes on; words and cursor stay where they are."""
    with signed_in(browser, stack, "asha") as page:
        open_for_somebody(page, "report_fault", "98390 14503")
        locality = page.locator("#f-locality")
        locality.fill("Barra 6")
        locality.press("Tab")
        duration = page.locator("#f-duration")
        duration.focus()
        page.keyboard.type("since last ni")
        saved(page)
        page.keyboard.type("ght")
        expect(duration).to_have_value("since last night")
        expect(page.locator("#f-locality")).to_have_value("Barra 6")


def test_the_form_fits_a_phone_in_hindi(browser: Browser, stack: Stack) -> None:
    """Nothing runs out of the page, and axe finds nothing on it."""
    with signed_in(browser, stack, "meena", language="hi", size=PHONE) as page:
        page.goto(f"{stack.url}/desk/assist/new?mobile=9839014504&how=phone")
        expect(page.locator("#mobile-number")).to_have_value("9839014504")
        expect(page.locator("#assist-how")).to_have_value("phone")
        page.locator("#assist-errand").select_option("report_hazard")
        page.locator("input[name=consent]").check()
        assert violations(page) == []
        page.locator("form.fields button").click()
        expect(page.locator("#assist .note").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert violations(page) == []
