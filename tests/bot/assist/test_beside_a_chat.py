"""The form of a consumer on the web: filled in by staff, given back in the middle."""

import asyncio

import httpx

from tests.bot.assist.assisted import (
    MOBILE,
    NUMBER,
    press,
    saved,
)
from tests.bot.chat import Chat
from tests.bot.staff.conftest import Browser
from tests.fakes.rasa import FakeRasa

PATIENCE = 30  # seconds after which a turn that never comes fails a test


async def as_consumer(browser: Browser) -> Chat:
    """Somebody on the web who has begun the form with the bot."""
    client = httpx.AsyncClient(base_url=browser.client.base_url, timeout=60)
    told = (await client.post("/api/conversations", json={"surface": "web"})).json()
    chat = Chat(client, told["conversation_id"], told["token"])
    await chat.write("call me back")
    return chat


async def test_a_consumers_chat_is_filled_in_and_given_back_mid_form(
    asha: Browser, rasa: FakeRasa
) -> None:
    """The bot has the draft as staff left it, and asks on from there."""
    chat = await as_consumer(asha)
    here = f"/desk/chats/{chat.id}"
    await press(asha, f"{here}/claim")
    assert "f.mobile_number" not in (await asha.see(here)).text
    await press(asha, f"{here}/form/begin", errand="request_callback", how="chat", consent="yes")
    await saved(asha, here, phase="single")
    asked = len(rasa.asked)
    await press(asha, f"{here}/give-back")
    async with asyncio.timeout(PATIENCE):
        await rasa.was_asked(asked + 1)
    told = rasa.asked[-1]
    assert told["message"] == '/inform{"again": "yes"}'
    assert told["metadata"]["draft"]["values"] == {"phase": "single"}
    assert "assist" not in told["metadata"]
    await chat.client.aclose()


async def test_the_consumer_hears_the_number_in_their_chat(asha: Browser) -> None:
    """And nothing of the form before."""
    chat = await as_consumer(asha)
    here = f"/desk/chats/{chat.id}"
    await press(asha, f"{here}/claim")
    await press(asha, f"{here}/form/begin", errand="request_callback", how="chat", consent="yes")
    before = len(await chat.transcript())
    await saved(asha, here, mobile_number=MOBILE)
    assert len(await chat.transcript()) == before
    await saved(asha, here, do="send", mobile_number=MOBILE)
    said = (await chat.transcript())[before:]
    assert [one["from"] for one in said] == ["bot"]
    assert NUMBER in said[0]["text"]
    await chat.client.aclose()


async def test_the_form_is_gone_once_the_bot_had_the_chat_again(asha: Browser) -> None:
    """What the person changed meanwhile must not be overwritten by an old page."""
    chat = await as_consumer(asha)
    here = f"/desk/chats/{chat.id}"
    await press(asha, f"{here}/claim")
    await press(asha, f"{here}/form/begin", errand="request_callback", how="chat", consent="yes")
    assert "f.mobile_number" in (await asha.see(here)).text
    await press(asha, f"{here}/give-back")
    await press(asha, f"{here}/claim")
    assert "f.mobile_number" not in (await asha.see(here)).text
    answer = await press(asha, f"{here}/form", **{"f.mobile_number": MOBILE})
    assert answer.headers["Location"].endswith("problem=NoConsent")
    await chat.client.aclose()
