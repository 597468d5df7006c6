"""What the page does when something is in the way: nothing that was written is lost."""

from collections.abc import Callable

from playwright.sync_api import Route, expect

from tests.browser.chat_page import ChatPage

MESSAGES = "**/api/conversations/*/messages"


def answered_with(status: int, headers: dict[str, str] | None = None) -> Callable[[Route], None]:
    """The next message meets this status; later ones reach the service."""
    left = [status]

    def meet(route: Route) -> None:
        if route.request.method == "POST" and left:
            route.fulfill(status=left.pop(), headers=headers or {}, json={"type": "about:blank"})
        else:
            route.fallback()

    return meet


def test_a_text_that_is_too_long_stays_in_the_box(chat: ChatPage) -> None:
    """The page says so kindly and by numbers; cut to size it is sent."""
    text = "बिजली " * 900
    chat.write(text)

    expect(chat.notice).to_contain_text("5399")
    expect(chat.notice).to_contain_text("4096")
    expect(chat.box).to_have_value(text)
    assert chat.said.count() == 0
    chat.say(text[:600])
    expect(chat.notice).to_be_hidden()


def test_a_message_written_without_a_network_is_sent_when_it_is_back(chat: ChatPage) -> None:
    """It stays in sight, marked, and arrives once."""
    before = chat.replies.count()
    chat.page.context.set_offline(True)
    chat.write("बिल देखना है")
    expect(chat.page.locator(".state")).to_contain_text("अभी नहीं पहुँचा")
    expect(chat.notice).to_be_visible()

    chat.page.context.set_offline(False)
    expect(chat.replies.nth(before)).to_be_visible()
    expect(chat.page.locator(".state")).to_have_count(0)
    chat.page.reload()
    expect(chat.said).to_have_text(["बिल देखना है"])


def test_a_message_whose_answer_was_lost_on_the_way_is_not_done_twice(chat: ChatPage) -> None:
    """The service has taken it; the page sends it again under the same id."""
    lost: list[str] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            route.fetch()
            lost.append(route.request.post_data or "")
            route.abort()
        else:
            route.fallback()

    chat.page.route(MESSAGES, lose_the_answer)
    chat.write("कल रात से ट्रांसफार्मर जला पड़ा है, काकादेव")
    expect(chat.page.locator(".state button")).to_be_visible()
    chat.page.locator(".state button").click()
    expect(chat.replies.nth(1)).to_be_visible()
    chat.is_idle()
    words = chat.page.locator(".said").all_text_contents()
    chat.page.reload()
    expect(chat.said).to_have_count(1)

    assert len(lost) == 1
    assert chat.page.locator(".said").all_text_contents() == words


def test_a_message_on_its_way_survives_a_reload(chat: ChatPage) -> None:
    """Closed in the middle of sending, the page sends it when it is opened again."""
    chat.page.route(MESSAGES, lambda route: route.abort())
    chat.write("बिल देखना है")
    expect(chat.page.locator(".state")).to_be_visible()
    chat.page.unroute(MESSAGES)
    chat.page.reload()

    expect(chat.replies.nth(1)).to_be_visible()
    expect(chat.said).to_have_text(["बिल देखना है"])


def test_half_written_words_survive_a_reload(chat: ChatPage) -> None:
    """Nothing that was typed is lost."""
    chat.box.fill("मेरा बिल")
    chat.page.reload()

    expect(chat.box).to_have_value("मेरा बिल")


def test_writing_too_fast_waits_and_is_sent_by_itself(chat: ChatPage) -> None:
    """The page says how long, and the message arrives."""
    chat.page.route(MESSAGES, answered_with(429, {"Retry-After": "1"}))
    before = chat.replies.count()
    chat.write("बिल देखना है")

    expect(chat.notice).to_contain_text("1 सेकंड")
    expect(chat.replies.nth(before)).to_be_visible()
    expect(chat.notice).to_be_hidden()


def test_words_that_are_refused_come_back_into_the_box(chat: ChatPage) -> None:
    """To be changed and sent again."""
    chat.page.route(MESSAGES, answered_with(422))
    chat.write("???")

    expect(chat.box).to_have_value("???")
    expect(chat.notice).to_be_visible()
    assert chat.said.count() == 0


def test_a_conversation_that_is_gone_is_followed_by_a_new_one(chat: ChatPage) -> None:
    """The words that found it gone are sent in the new one."""
    chat.page.route(MESSAGES, answered_with(404))
    chat.write("बिल देखना है")

    expect(chat.said).to_have_text(["बिल देखना है"])
    expect(chat.replies.first).to_be_visible()
    chat.is_idle()
    chat.say("7020000001")
