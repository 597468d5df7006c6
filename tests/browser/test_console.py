"""The console in real browsers: staff, and the consumer whose chat it is."""

import base64

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.staff.roles import Role
from launch.records import Records
from launch.stack import Stack
from tests.browser.accessibility import violations
from tests.browser.chat_page import ChatPage
from tests.browser.staff import signed_in
from tests.browser.takeover import listens_for_keys, take_over_and_hand_back

WANTS_PERSON = "kisi insaan se baat karni hai"
#: A red square of 40 × 40 pixels.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAACgAAAAoCAIAAAADnC86AAAALElEQVR42u3NsQkAAAjAsP7/tD4huASyp6kXicVi"
    "sVgsFovFYrFYLBaLxXcWqvU6G92VM/sAAAAASUVORK5CYII="
)
PRESS_SOON = "() => setTimeout(() => document.querySelector('[data-key=KeyT]').click())"


class Consumer:
    """Somebody at the chat API who has asked for a person."""

    def __init__(self, url: str, words: str = WANTS_PERSON) -> None:
        self._client = httpx.Client(base_url=url, timeout=120)
        opened = self._client.post("/api/conversations", json={"surface": "web"}).json()
        self.id = opened["conversation_id"]
        self._client.headers["Authorization"] = f"Bearer {opened['token']}"
        self._count = 0
        self.writes(words)

    def writes(self, words: str) -> None:
        """A message that must be taken."""
        self._count += 1
        message = {"message_id": f"m{self._count}", "text": words}
        path = f"/api/conversations/{self.id}/messages"
        self._client.post(path, json=message).raise_for_status()

    def sends(self, content: bytes, **wanted: str) -> None:
        """A file that must be taken."""
        self._count += 1
        path = f"/api/conversations/{self.id}/attachments"
        params = {"message_id": f"m{self._count}", **wanted}
        self._client.post(path, params=params, content=content).raise_for_status()


@pytest.fixture
def consumer(stack: Stack) -> Consumer:
    """Waits for a person."""
    return Consumer(stack.url)


def open_chat(page: Page, stack: Stack, consumer: Consumer, *, take: bool = True) -> None:
    """Go to the consumer's chat, and take it."""
    page.goto(f"{stack.url}/desk/chats/{consumer.id}")
    if take:
        page.get_by_role("button", name="Take the chat").click()
        page.locator("#words").wait_for()
    listens_for_keys(page)


def test_a_chat_goes_to_a_person_and_back_in_the_middle_of_a_form(
    browser: Browser, stack: Stack, records: Records, chat: ChatPage
) -> None:
    """On SQLite, with one gateway; staff use nothing but the keyboard."""
    with signed_in(browser, stack, "asha") as asha:
        number = take_over_and_hand_back(chat, asha, "9935002101")
    ticket = records.get(number)
    assert ticket is not None
    assert (ticket["subtype"], ticket["account_number"]) == ("wrong_reading", "7020000011")


def test_of_two_who_claim_at_once_one_is_told_who_was_faster(
    browser: Browser, stack: Stack, consumer: Consumer
) -> None:
    """By name; that one can read along, and write nothing but a note."""
    with (
        signed_in(browser, stack, "asha") as asha,
        signed_in(browser, stack, "ravi") as ravi,
    ):
        pages = {"Asha": asha, "Ravi": ravi}
        for page in pages.values():
            open_chat(page, stack, consumer, take=False)
        for page in pages.values():
            page.evaluate(PRESS_SOON)
        expect(asha.locator("#words").or_(asha.get_by_role("alert"))).to_be_visible()
        expect(ravi.locator("#words").or_(ravi.get_by_role("alert"))).to_be_visible()
        (faster,) = (name for name, page in pages.items() if page.locator("#words").count())
        (slower,) = (page for name, page in pages.items() if name != faster)
        expect(slower.get_by_role("alert")).to_contain_text(f"This chat is now with: {faster}")
        assert slower.locator("#words").count() == 0


def test_what_is_typed_outlives_a_chat_that_is_taken_away(
    browser: Browser, stack: Stack, consumer: Consumer
) -> None:
    """The page shows at once whose it is now; the note that was begun is still there."""
    with (
        signed_in(browser, stack, "asha") as asha,
        signed_in(browser, stack, "meena", Role.SUPERVISOR) as meena,
    ):
        open_chat(asha, stack, consumer)
        asha.locator("#note").fill("meter badla gaya tha")
        open_chat(meena, stack, consumer, take=False)
        meena.get_by_role("button", name="Take the chat from a colleague").click()
        meena.locator("#words").wait_for()
        expect(asha.locator("#state")).to_contain_text("This chat is now with: Meena")
        expect(asha.locator("#words")).to_have_count(0)
        expect(asha.locator("#note")).to_have_value("meter badla gaya tha")
        expect(asha.locator("#note")).to_be_focused()


def test_words_that_cannot_be_sent_are_still_there(
    browser: Browser, stack: Stack, consumer: Consumer
) -> None:
    """The page says that the line is down, and sends them when it is back."""
    with signed_in(browser, stack, "asha") as asha:
        open_chat(asha, stack, consumer)
        asha.context.set_offline(True)
        asha.locator("#words").fill("main abhi dekhti hoon")
        asha.locator("#words").press("Control+Enter")
        expect(asha.get_by_role("alert")).to_contain_text("The line is down.")
        expect(asha.locator("#words")).to_have_value("main abhi dekhti hoon")
        asha.context.set_offline(False)
        asha.locator("#words").press("Control+Enter")
        expect(asha.locator("#said li.staff")).to_contain_text("main abhi dekhti hoon")
        expect(asha.get_by_role("alert")).to_have_count(0)
        expect(asha.locator("#words")).to_have_value("")


def test_what_a_consumer_sends_is_seen_and_does_nothing(
    browser: Browser, stack: Stack, consumer: Consumer
) -> None:
    """A photo is a photo, a document is taken out of the page, a script is words."""
    consumer.writes("<img src=x onerror=alert(1)> \U0001f600" + "\U0001f600" * 3900)
    consumer.sends(PNG, sort="photo")
    consumer.sends(b"%PDF-1.4 bill", file_name="bill.pdf")
    with signed_in(browser, stack, "asha") as asha:
        alerts: list[str] = []
        asha.on("dialog", lambda dialog: alerts.append(dialog.message))
        open_chat(asha, stack, consumer)
        expect(asha.locator("#said")).to_contain_text("<img src=x onerror=alert(1)>")
        photo = asha.locator("#said img")
        expect(photo).to_have_count(1)
        expect(photo).to_have_js_property("naturalWidth", 40)
        with asha.expect_download() as taken:
            asha.get_by_role("link", name="Download the document (bill.pdf)").click()
        assert taken.value.suggested_filename == "bill.pdf"
        assert alerts == []


@pytest.mark.parametrize("language", ["hi", "en"])
def test_the_pages_can_be_used_by_everybody(
    browser: Browser, stack: Stack, consumer: Consumer, language: str
) -> None:
    """axe finds nothing on the list, its list of keys, a chat and a chat that one has."""
    with signed_in(browser, stack, f"asha-{language}", language=language) as page:
        page.goto(f"{stack.url}/desk")
        page.locator("#rows").wait_for()
        listens_for_keys(page)
        assert violations(page) == []
        page.keyboard.press("Alt+h")
        page.locator("dialog[open]").wait_for()
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.goto(f"{stack.url}/desk/chats/{consumer.id}")
        listens_for_keys(page)
        assert violations(page) == []
        page.keyboard.press("Alt+t")
        page.locator("#words").wait_for()
        listens_for_keys(page)
        page.keyboard.press("Alt+r")
        assert violations(page) == []
