"""What is sent instead of words: stored with its message, and Rasa is told of it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversations import Conversations
from bot.errors import EmptyMessage
from bot.messages import InboundMessage, Media
from tests.bot.conftest import on_both_databases
from tests.bot.test_channels import conversations
from tests.fakes.rasa import FakeRasa

pytestmark = on_both_databases


@pytest.fixture
async def talks(database_url: str, locales: Path, rasa_url: str) -> AsyncIterator[Conversations]:
    """The conversations of one gateway process."""
    async with conversations(database_url, locales, rasa_url) as talks:
        yield talks


async def sent(talks: Conversations, media: Media | None, text: str | None = None) -> str:
    """Open a conversation and send one message; its id."""
    here = (await talks.open("telegram", "7")).conversation_id
    await talks.receive(InboundMessage(here, "tg:1", text=text, media=media))
    return here


async def test_a_caption_is_what_the_person_said(talks: Conversations, rasa: FakeRasa) -> None:
    """The transcript shows the words and that something came with them."""
    here = await sent(talks, Media("photo", {"id": "1"}), "khambe se chingari")

    assert rasa.messages() == ["khambe se chingari"]
    shown = (await talks.transcript(here))[0]
    assert (shown["text"], shown["media"]) == ("khambe se chingari", "photo")


async def test_a_place_reaches_rasa_as_coordinates(talks: Conversations, rasa: FakeRasa) -> None:
    """As a payload of ours, whose values count."""
    await sent(talks, Media("location", latitude=26.4499, longitude=80.3319))

    told = rasa.messages()[0].removeprefix("/inform")
    assert json.loads(told) == {"latitude": 26.4499, "longitude": 80.3319}
    assert rasa.asked[0]["metadata"]["payload"] is True


async def test_nothing_at_all_is_still_no_message(talks: Conversations) -> None:
    """An empty text without anything beside it is refused as before."""
    with pytest.raises(EmptyMessage):
        await sent(talks, None, " ")
