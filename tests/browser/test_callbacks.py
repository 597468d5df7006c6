"""The desk's list of those who are to be telephoned, in two browsers."""

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.staff.roles import Role
from launch.stack import Stack
from tests.browser.accessibility import violations
from tests.browser.chat_page import ChatPage
from tests.browser.conftest import PHONE
from tests.browser.staff import signed_in
from tests.fakes.sms import HOOK_SECRET


def call(stack: Stack, mobile_number: str, call_id: str) -> None:
    """Somebody calls the utility and lays down the receiver."""
    told = {"CallSid": call_id, "CallFrom": f"0{mobile_number}", "CallTo": "07404040625"}
    path = f"{stack.url}/hooks/missed-call/exotel/{HOOK_SECRET}"
    httpx.get(path, params=told, timeout=30).raise_for_status()


def line_of(page: Page, mobile_number: str) -> Locator:
    """The line whose number ends as this one does."""
    return page.locator("#live tbody tr").filter(has_text=mobile_number[-4:])


def test_a_missed_call_and_a_wish_in_the_chat_are_called_back(
    browser: Browser, stack: Stack, chat: ChatPage
) -> None:
    """The page shows them as they come; taken by one, seen by the other, settled."""
    with (
        signed_in(browser, stack, "asha") as asha,
        signed_in(browser, stack, "ravi") as ravi,
    ):
        for page in (asha, ravi):
            page.goto(f"{stack.url}/desk/callbacks")
        call(stack, "9839014401", "call-1")
        call(stack, "9839014401", "call-2")
        chat.say("मुझे फ़ोन कर लीजिए")
        assert "CLB-" in chat.say("9839014402")

        line = line_of(asha, "9839014401")
        expect(line).to_contain_text("Missed calls: 2")
        expect(line).to_contain_text("New connection")
        expect(line_of(ravi, "9839014402")).to_contain_text("Asked in the chat")
        expect(asha.locator("#live")).not_to_contain_text("98390144")
        assert violations(asha) == []

        line.get_by_role("button", name="Take, show the number").click()
        expect(line.get_by_role("link", name="9839014401")).to_have_attribute(
            "href", "tel:+919839014401"
        )
        assert violations(asha) == []
        expect(line_of(ravi, "9839014401")).to_contain_text("With asha")
        expect(ravi.locator("#live")).not_to_contain_text("98390144")
        line.get_by_role("button", name="Talked, settled").click()
        expect(ravi.locator("#live")).to_contain_text("Settled by phone")

        line = line_of(ravi, "9839014402")
        line.get_by_role("button", name="Take, show the number").click()
        line.get_by_role("link", name="Fill in a form for them").click()
        expect(ravi.locator("input[value='9839014402']")).to_be_visible()
        ravi.goto(f"{stack.url}/desk/callbacks")
        line.get_by_role("button", name="No answer").click()
        expect(line).to_contain_text("Next attempt from")
        expect(line).to_contain_text("1 of 3")


@pytest.mark.parametrize("language", ["hi", "en"])
def test_a_manager_reads_the_list_on_a_phone(browser: Browser, stack: Stack, language: str) -> None:
    """Without a button to take a number, and nothing runs out of the page."""
    call(stack, "9839014403", "call-3")
    manager = {"role": Role.MANAGER, "language": language, "size": PHONE}
    with signed_in(browser, stack, f"manager-{language}", **manager) as page:  # type: ignore[arg-type]
        page.goto(f"{stack.url}/desk/callbacks")
        expect(line_of(page, "9839014403")).to_be_visible()
        assert page.locator("#live button").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert violations(page) == []
