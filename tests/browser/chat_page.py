"""The chat page as its visitor uses it."""

from playwright.sync_api import Locator, Page, expect


class ChatPage:
    """One visitor's page. What it asked of other hosts and its errors are kept for the end."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.asked_elsewhere: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._note_request)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    @property
    def box(self) -> Locator:
        """Where one writes."""
        return self.page.locator("#box")

    @property
    def notice(self) -> Locator:
        """The line that tells of the connection and of what could not be sent."""
        return self.page.locator("#notice")

    @property
    def said(self) -> Locator:
        """The words in all bubbles of the person."""
        return self.page.locator(".bubble.consumer .said")

    @property
    def replies(self) -> Locator:
        """The words in all bubbles of the bot."""
        return self.page.locator(".bubble.bot .said")

    def button(self, name: str) -> Locator:
        """A button by what it is called, aloud as well as in sight."""
        return self.page.get_by_role("button", name=name, exact=True)

    @property
    def open_choices(self) -> Locator:
        """The quick replies that can be tapped."""
        return self.page.locator(".choice:not([aria-disabled])")

    def open(self) -> None:
        """Go to the page and wait for the bot's greeting."""
        self.page.goto(self.url)
        expect(self.replies.first).to_be_visible()
        self.is_idle()

    def is_idle(self) -> None:
        """Wait until nothing is on its way."""
        expect(self.page.locator("#waiting")).to_be_hidden()

    def write(self, text: str) -> None:
        """Write and send, without waiting for the answer."""
        self.box.fill(text)
        self.box.press("Enter")

    def say(self, text: str) -> str:
        """Write, send, and give the words of the answer."""
        before = self.replies.count()
        self.write(text)
        return self._answer_after(before)

    def choose(self, button: Locator) -> str:
        """Tap a button and give the words of the answer."""
        before = self.replies.count()
        button.click()
        return self._answer_after(before)

    def _answer_after(self, before: int) -> str:
        expect(self.replies.nth(before)).to_be_visible()
        self.is_idle()
        return "\n".join(self.replies.all_text_contents()[before:])

    def _note_request(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith((self.url, "data:")):
            self.asked_elsewhere.append(url)
