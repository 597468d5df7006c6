"""Server-sent events: what nobody waited for, from where the listener left off."""

import asyncio

import pytest

from tests.bot.chat import Chat
from tests.bot.conftest import Gateway
from tests.fakes.rasa import FakeRasa
from tests.serving import served

PATIENCE = 30


async def answered_late(chat: Chat, rasa: FakeRasa, port: int, text: str) -> int:
    """Write while Rasa is away, bring it back, and give the number of the late answer."""
    await chat.write(text)
    async with served(rasa.app, port):
        await chat.write("7")
    late = [row for row in await chat.transcript() if row["text"] == f"{text} [hi]"]
    return int(late[-1]["id"])


async def test_a_listener_catches_up_from_the_last_event(
    gateway: Gateway, rasa: FakeRasa, rasa_port: int
) -> None:
    """After a lost connection nothing is missed and nothing is told twice; direct answers,
    which their asker has, are not events."""
    async with gateway() as url, Chat.opened(url) as chat, asyncio.timeout(PATIENCE):
        first = await answered_late(chat, rasa, rasa_port, "1")
        second = await answered_late(chat, rasa, rasa_port, "2")
        async with chat.listening(after=0) as events:
            assert [(await anext(events))["id"] for _ in range(2)] == [first, second]
        async with chat.listening(after=first) as events:
            assert (await anext(events))["id"] == second


@pytest.mark.parametrize("last", ["", "x", "-1", "\u0967", "9" * 30])
async def test_an_odd_last_event_is_no_error(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, last: str
) -> None:
    """The listener hears what comes from now on."""
    async with gateway() as url, Chat.opened(url) as chat:
        token = chat.headers["Authorization"].encode()
        headers = {b"Authorization": token, b"Last-Event-ID": last.encode()}
        stream = chat.client.stream("GET", f"{chat.path}/events", headers=headers)
        async with stream as answer, asyncio.timeout(PATIENCE):
            assert answer.status_code == 200
            assert await anext(answer.aiter_lines()) == "retry: 2000"
