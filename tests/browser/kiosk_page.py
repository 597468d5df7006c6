"""The kiosk as its visitor touches it: nothing is typed but on the keypad of the page."""

import re

from playwright.sync_api import Locator, expect

from tests.browser.chat_page import ChatPage

NUMBER = re.compile(r"[A-Z]{2,4}-\d{4}-\d{6}")


def number_in(answer: str) -> str:
    """The one number that an answer tells."""
    (number,) = set(NUMBER.findall(answer))
    return str(number)


class KioskPage(ChatPage):
    """One visitor before the kiosk's screen; `pages_before` is the length of the history."""

    pages_before: int

    @property
    def options(self) -> Locator:
        """The large options of the first screen."""
        return self.page.locator(".option")

    @property
    def keypad(self) -> Locator:
        """The digits on the screen."""
        return self.page.locator("#keypad")

    def open(self) -> None:
        """Go to the kiosk; nobody has touched it yet."""
        self.page.goto(f"{self.url}/kiosk")
        expect(self.options).to_have_count(10)
        self.pages_before = self.page.evaluate("history.length")

    def ask(self, option: str) -> str:
        """Touch an option and give the words of the answer."""
        return self.choose(self.options.filter(has_text=option))

    def ask_for_help(self) -> str:
        """Touch the button that calls a person."""
        return self.choose(self.button("मदद के लिए बुलाएं"))

    @property
    def letterpad(self) -> Locator:
        """The letters on the screen."""
        return self.page.locator("#letterpad")

    def type_in(self, words: str) -> str:
        """Write words on the keyboard of the page, send them, and give the words of the answer."""
        if self.letterpad.is_hidden():
            self.box.click()
        for letter in words:
            self.letterpad.locator(f'[data-key="{letter}"]').click()
        expect(self.box).to_have_value(words)
        return self.choose(self.page.locator("#composer .send"))

    def key_in(self, digits: str) -> str:
        """Write a number on the keypad, send it, and give the words of the answer."""
        expect(self.keypad).to_be_visible()
        for digit in digits:
            self.keypad.get_by_role("button", name=digit, exact=True).click()
        expect(self.box).to_have_value(digits)
        return self.choose(self.page.locator("#composer .send"))
