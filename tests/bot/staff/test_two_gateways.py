"""A chat is one, at whichever gateway staff and consumer are."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from bot.staff.roles import Role
from launch import ROOT
from tests.bot.chat import Chat
from tests.bot.conftest import Gateway
from tests.bot.staff.conftest import NOW, Browser, Desk
from tests.bot.staff.test_chat_page import tick_of
from tests.bot.staff.test_console import press, say_as_consumer, wants_person
from tests.fakes.rasa import FakeRasa, bubble, record
from tests.fakes.redis import RedisServer

PATIENCE = 30  # seconds after which a push that never comes fails a test

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def shared(redis: RedisServer) -> dict[str, Any]:
    """What both gateways are started with."""
    return {"redis_url": redis.url}


@asynccontextmanager
async def elsewhere(gateway: Gateway, shared: dict[str, Any], chat: Chat) -> AsyncIterator[Chat]:
    """The consumer at a second gateway of the same database."""
    second = gateway(lambda: NOW, locales_dir=ROOT / "locales", **shared)
    async with second as url, chat.elsewhere(url) as there:
        yield there


async def test_words_reach_the_consumer_at_the_other_gateway(
    desk: Desk, gateway: Gateway, rasa: FakeRasa, shared: dict[str, Any]
) -> None:
    """At once, and staff read there what the consumer writes, and that their words arrived."""
    async with desk(settings=shared, asha=Role.STAFF) as browser:
        rasa.script = wants_person()
        chat = await say_as_consumer(browser, "insaan se baat karni hai")
        await browser.sign_in("asha")
        here = f"/desk/chats/{chat.id}"
        await press(browser, f"{here}/claim")
        async with elsewhere(gateway, shared, chat) as there:
            last = (await there.transcript())[-1]["id"]
            async with there.listening(after=last) as events, asyncio.timeout(PATIENCE):
                for words in ("namaste, main Asha", "bataiye"):
                    await press(browser, f"{here}/say", words=words)
                    assert (await anext(events))["text"] == words
            assert await there.texts("mera meter jal gaya") == []
        shown = (await browser.see(f"{here}/entries")).text
        assert "mera meter jal gaya" in shown
        assert tick_of(shown, "main Asha") == "delivered"
        await chat.client.aclose()


async def test_an_answer_that_another_gateway_computes_during_the_claim_is_not_said(
    desk: Desk, gateway: Gateway, rasa: FakeRasa, shared: dict[str, Any]
) -> None:
    """The consumer's gateway is waiting for Rasa while staff take the chat at the first one."""
    async with desk(settings=shared, asha=Role.STAFF) as browser:
        rasa.script = wants_person()
        chat = await say_as_consumer(browser, "insaan se baat karni hai")
        await browser.sign_in("asha")
        here = f"/desk/chats/{chat.id}"
        rasa.script = lambda _message, _metadata: [bubble("gateway.sorry_menu"), record()]
        rasa.held = asyncio.Event()
        rasa.reached.clear()
        async with elsewhere(gateway, shared, chat) as there:
            turn = asyncio.create_task(there.texts("mera bill galat hai"))
            await rasa.was_asked(2)
            claimed = await press(browser, f"{here}/claim")
            rasa.held.set()
            assert await turn == []
            said = [one["from"] for one in await there.transcript()]
        assert claimed.headers["Location"] == here
        assert said[-1] == "consumer"
        assert "unsaid" in (await browser.see(f"{here}/entries")).text
        await chat.client.aclose()


async def test_of_two_who_claim_at_two_gateways_one_is_told_who_was_faster(
    desk: Desk, gateway: Gateway, rasa: FakeRasa, shared: dict[str, Any]
) -> None:
    """By name, on the page of the chat."""
    async with desk(settings=shared, asha=Role.STAFF, ravi=Role.STAFF) as asha:
        rasa.script = wants_person()
        chat = await say_as_consumer(asha, "insaan se baat karni hai")
        second = gateway(lambda: NOW, locales_dir=ROOT / "locales", **shared)
        async with second as url, httpx.AsyncClient(base_url=url, timeout=60) as client:
            people = {"Asha": asha, "Ravi": Browser(client)}
            for name, browser in people.items():
                await browser.sign_in(name.lower())
            claim = f"/desk/chats/{chat.id}/claim"
            answers = await asyncio.gather(*(press(one, claim) for one in people.values()))
            led = dict(zip(people, (one.headers["Location"] for one in answers), strict=True))
            (slower,) = (name for name, to in led.items() if "problem=TakenAlready" in to)
            faster = ({*people} - {slower}).pop()
            assert faster in (await people[slower].see(led[slower])).text
        await chat.client.aclose()
