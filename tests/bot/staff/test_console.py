"""The console over HTTP: what staff see, and what they are kept from."""

import asyncio
import re
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from bot.staff.roles import Role
from tests.bot.chat import Chat
from tests.bot.staff.conftest import Browser, Desk
from tests.fakes.rasa import FakeRasa, bubble, echo, record

PATIENCE = 30  # seconds after which a push that never comes fails a test


def wants_person(division: str | None = None, **more: Any) -> Any:
    """An action server that calls for a person."""
    case = {"reason": "asked", "urgent": False, "division": division} | more
    return lambda _message, _metadata: [bubble("gateway.sorry_menu"), record(case=case)]


async def say_as_consumer(browser: Browser, text: str) -> Chat:
    """A consumer of the same gateway writes."""
    client = httpx.AsyncClient(base_url=browser.client.base_url, timeout=60)
    opened = (await client.post("/api/conversations", json={"surface": "web"})).json()
    chat = Chat(client, opened["conversation_id"], opened["token"])
    await chat.write(text)
    return chat


async def press(browser: Browser, path: str, **fields: str) -> httpx.Response:
    """Send a form of a chat's page, with the token that the page bears."""
    shown = (await browser.see("/desk")).text
    found = re.search(r'name="form-token" content="([^"]+)"', shown)
    assert found
    return await browser.client.post(path, data={"form_token": found[1], **fields})


async def test_a_chat_is_taken_answered_and_given_back(desk: Desk, rasa: FakeRasa) -> None:
    """The whole of it: the queue, the claim, words, the bot again with its open question."""
    async with desk(asha=Role.STAFF) as browser:
        rasa.script = wants_person()
        chat = await say_as_consumer(browser, "insaan se baat karni hai")
        await browser.sign_in("asha")
        assert "insaan se baat karni hai" in (await browser.see("/desk")).text
        here = f"/desk/chats/{chat.id}"
        assert (await press(browser, f"{here}/claim")).headers["Location"] == here
        await press(browser, f"{here}/say", words="namaste, main Asha")
        rasa.script = echo
        assert await chat.texts("mera bill galat hai") == []
        assert "mera bill galat hai" in (await browser.see(here)).text
        transcript = await chat.transcript()
        assert ("staff", "namaste, main Asha") in [(one["from"], one["text"]) for one in transcript]
        async with chat.listening(after=transcript[-1]["id"]) as events:
            await press(browser, f"{here}/give-back")
            async with asyncio.timeout(PATIENCE):
                pushed = await anext(events)
        assert pushed["from"] == "bot"
        assert rasa.messages()[-1] == '/inform{"again": "yes"}'
        await chat.client.aclose()


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "'; DROP TABLE conversations; --",
        "/restart",
        "\U0001f600" * 4000,
    ],
    ids=["html", "sql", "slash", "emoji"],
)
async def test_what_a_consumer_writes_is_shown_as_text(
    desk: Desk, rasa: FakeRasa, words: str
) -> None:
    """Whatever it is."""
    async with desk(asha=Role.STAFF) as browser:
        rasa.script = wants_person()
        chat = await say_as_consumer(browser, words)
        await browser.sign_in("asha")
        for path in ("/desk", f"/desk/chats/{chat.id}"):
            shown = await browser.see(path)
            assert shown.status_code == HTTPStatus.OK
            assert "<script>alert" not in shown.text
        await chat.client.aclose()


async def test_a_chat_of_another_division_does_not_exist(desk: Desk, rasa: FakeRasa) -> None:
    """Neither in the list nor by its address, for looking or for taking."""
    async with desk(asha=Role.STAFF, boss=Role.ADMIN) as browser:
        rasa.script = wants_person("Dada Nagar")
        chat = await say_as_consumer(browser, "dada nagar se bol raha hoon")
        await browser.sign_in("asha")
        here = f"/desk/chats/{chat.id}"
        assert "dada nagar se" not in (await browser.see("/desk")).text
        for path in (here, f"{here}/entries"):
            assert (await browser.see(path)).status_code == HTTPStatus.NOT_FOUND
        for deed in ("claim", "note", "take-over"):
            refused = await press(browser, f"{here}/{deed}", words="x")
            assert refused.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN), deed
        browser.client.cookies.clear()
        await browser.sign_in("boss")
        assert (await browser.see(here)).status_code == HTTPStatus.OK
        await chat.client.aclose()


async def test_danger_stands_first(desk: Desk, rasa: FakeRasa) -> None:
    """Whoever came before."""
    async with desk(asha=Role.STAFF) as browser:
        rasa.script = wants_person()
        first = await say_as_consumer(browser, "bill ke baare mein")
        rasa.script = wants_person(urgent=True, reason="danger")
        danger = await say_as_consumer(browser, "taar gir gaya")
        await browser.sign_in("asha")
        shown = (await browser.see("/desk/queue")).text
        assert shown.index("taar gir gaya") < shown.index("bill ke baare mein")
        for chat in (first, danger):
            await chat.client.aclose()


async def test_a_guard_sees_no_chats(desk: Desk) -> None:
    """The kiosk is theirs, the words of people are not."""
    async with desk(gopal=Role.GUARD) as browser:
        await browser.sign_in("gopal")
        assert (await browser.see("/desk")).status_code == HTTPStatus.FORBIDDEN


async def test_every_look_at_a_chat_is_on_record(desk: Desk, rasa: FakeRasa) -> None:
    """Who, when, which chat; not what was said in it."""
    async with desk(asha=Role.STAFF, boss=Role.ADMIN) as browser:
        rasa.script = wants_person()
        chat = await say_as_consumer(browser, "mera mobile 9876543210 hai")
        await browser.sign_in("asha")
        await browser.see(f"/desk/chats/{chat.id}")
        browser.client.cookies.clear()
        await browser.sign_in("boss")
        shown = (await browser.see("/audit")).text
        assert "chat_seen" in shown
        assert chat.id in shown
        assert "9876543210" not in shown
        await chat.client.aclose()
