"""The surface on which a channel that writes to its users is built."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.conversations import Conversations
from bot.errors import PayloadNotOffered
from bot.messages import InboundMessage, Push
from bot.rasa import Rasa
from bot.store.database import Database
from bot.wording import Wording
from tests.bot.conftest import on_both_databases
from tests.fakes.rasa import FakeRasa, bubble, record

pytestmark = on_both_databases
PATIENCE = 30


@pytest.fixture
async def talks(database_url: str, locales: Path, rasa_url: str) -> AsyncIterator[Conversations]:
    """The conversations of one gateway process."""
    async with conversations(database_url, locales, rasa_url) as talks:
        yield talks


@asynccontextmanager
async def conversations(
    database_url: str, locales: Path, rasa_url: str
) -> AsyncIterator[Conversations]:
    database = Database(database_url)
    await database.migrate()
    rasa = Rasa(rasa_url, None, 10)
    talks = Conversations(database, rasa, Wording(locales))
    yield talks
    await talks.close()
    await rasa.close()
    await database.close()


async def first(talks: Conversations, count: int) -> list[Push]:
    """The first pushes of the channel."""
    found: list[Push] = []
    async with asyncio.timeout(PATIENCE):
        async for push in talks.pushes.of_channel("telegram"):
            found.append(push)
            if len(found) == count:
                break
    return found


async def test_a_user_of_a_channel_has_one_conversation(talks: Conversations) -> None:
    """Opened twice, also at the same moment, it is the same one; it has no token."""
    opened = await asyncio.gather(*(talks.open("telegram", "7") for _ in range(5)))
    other = await talks.open("telegram", "8")

    assert len({one.conversation_id for one in opened}) == 1
    assert opened[0].token is None
    assert other.conversation_id != opened[0].conversation_id


async def test_every_bubble_is_offered_until_it_is_delivered(
    talks: Conversations, database_url: str, locales: Path, rasa_url: str
) -> None:
    """In order, with the user whom it is for; a new process finds what the last did not send."""
    here = (await talks.open("telegram", "7")).conversation_id
    for number in (1, 2, 2):
        await talks.accept(InboundMessage(here, f"tg:{number}", text=str(number)))

    pushes = await first(talks, 2)
    assert [(push.channel_user, push.reply.text) for push in pushes] == [
        ("7", "1 [hi]"),
        ("7", "2 [hi]"),
    ]
    await talks.pushes.delivered(pushes[0].reply.id)
    async with conversations(database_url, locales, rasa_url) as later:
        assert await first(later, 1) == pushes[1:]


async def test_a_push_that_nobody_confirmed_comes_again(
    talks: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A channel that failed to send is offered the bubble once more."""
    monkeypatch.setattr("bot.conversations.pushes.DELIVER_AGAIN_SECONDS", 0.01)
    here = (await talks.open("telegram", "7")).conversation_id
    await talks.pushes.say(here, "test.due", {"when": {"type": "date", "value": "2026-12-05"}})

    once, again = await first(talks, 2)

    assert once == again
    assert once.reply.text == "due 5 \u0926\u093f\u0938\u0902\u092c\u0930 2026 [hi]"


async def test_a_choice_has_a_short_id_that_leads_to_its_payload(
    talks: Conversations, rasa: FakeRasa
) -> None:
    """Telegram's buttons carry 64 bytes: the id stands for the payload, in its conversation."""
    payload = '/inform{"locality": "' + "x" * 200 + '"}'
    rasa.script = lambda _m, _d: [
        bubble("test.yes", choices=[{"key": "test.yes", "payload": payload}]),
        record(),
    ]
    here = (await talks.open("telegram", "7")).conversation_id
    there = (await talks.open("telegram", "8")).conversation_id
    answer = await talks.receive(InboundMessage(here, "tg:1", text="1"))
    again = await talks.receive(InboundMessage(here, "tg:2", payload=payload))

    (choice,) = answer.replies[0].buttons
    assert again.replies[0].buttons == (choice,)
    assert await talks.offered(here, choice.id) == payload
    assert await talks.offered(there, choice.id) is None
    with pytest.raises(PayloadNotOffered):
        await talks.receive(InboundMessage(there, "tg:3", payload=payload))
