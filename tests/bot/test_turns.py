"""Languages and processes: what a turn is given, and by whom it is taken."""

import asyncio
from typing import Any

import pytest

from tests.bot.chat import Chat
from tests.bot.conftest import Gateway, on_both_databases
from tests.fakes.rasa import FakeRasa, bubble, echo, record


async def test_a_turn_tells_rasa_everything_that_it_needs(chat: Chat, rasa: FakeRasa) -> None:
    """Each message is a sender of its own, so the fiftieth costs what the first did; what is
    known goes along."""
    for number in range(50):
        await chat.write(f"line {number}")

    senders = [body["sender"] for body in rasa.asked]
    assert len(set(senders)) == 50
    assert senders[-1] == rasa.asked[-1]["metadata"]["inbox_id"]
    assert rasa.asked[-1]["metadata"]["known"] == {"turns": 49}


async def test_replies_follow_the_way_of_writing(chat: Chat) -> None:
    """Each line is answered in the script and language in which it is written."""
    lines = {
        "\u092c\u093f\u091c\u0932\u0940 \u0928\u0939\u0940\u0902 \u0939\u0948": "hi",
        "9876543210": "hi",
        "bijli nahi aa rahi hai": "hi-Latn",
        "barra 6": "hi-Latn",
        "there is no power in my house": "en",
        "ok": "en",
    }
    for text, language in lines.items():
        assert (await chat.write(text))["language"] == language, text


async def test_a_chosen_language_holds_until_clearly_left(chat: Chat, rasa: FakeRasa) -> None:
    """A choice outlives words in between; two whole lines in another language end it."""
    rasa.script = lambda _m, _d: [bubble("test.yes"), record(language="en")]
    answer = await chat.write("angrezi mein baat karo")
    assert (answer["language"], answer["replies"][0]["text"]) == ("en", "test.yes [en]")

    rasa.script = echo
    lines = ["nahi", "bijli nahi aa rahi hai", "my house has no power", "kal raat se nahi hai"]
    assert [(await chat.write(line))["language"] for line in lines] == ["en"] * 4
    assert (await chat.write("abhi tak nahi aayi hai"))["language"] == "hi-Latn"


async def test_what_cannot_be_said_is_never_shown_raw(chat: Chat, rasa: FakeRasa) -> None:
    """A missing key, argument or value becomes a kind sentence; the turn still counts."""
    rasa.script = lambda _m, _d: [
        bubble("no.such.key"),
        bubble("test.echo"),
        bubble("test.due", {"when": {"type": "datetime", "value": "soon"}}),
        bubble("test.yes", choices=[{"key": "no.such.title", "payload": "/x"}]),
        record(references=["FLT-2026-000001"]),
    ]

    answer = await chat.write("9")

    assert [reply["text"] for reply in answer["replies"]] == [
        *["gateway.sorry_menu [hi]"] * 3,
        "test.yes [hi]",
    ]
    assert answer["replies"][-1]["buttons"] == []
    assert answer["references"] == ["FLT-2026-000001"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_two_gateways_take_a_conversation_in_turns(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str
) -> None:
    """Whichever process a message reaches, turns do not overlap and repeats are one."""
    texts = [f"line {number}" for number in range(10)]
    async with (
        gateway() as one,
        gateway() as other,
        Chat.opened(one) as chat,
        chat.elsewhere(other) as same,
    ):
        sent = [c.write(text, text.replace(" ", "")) for text in texts for c in (chat, same)]
        await asyncio.gather(*sent)

    turns = [body["metadata"]["known"].get("turns", 0) for body in rasa.asked]
    assert turns == list(range(10))
    assert sorted(rasa.messages()) == texts


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_many_gateways_may_start_on_one_empty_database(
    gateway: Gateway, rasa_url: str
) -> None:
    """The tables are made once, whoever comes first."""

    async def start_and_talk() -> list[str]:
        async with gateway() as url, Chat.opened(url) as chat:
            return await chat.texts("1")

    assert await asyncio.gather(*(start_and_talk() for _ in range(3))) == [["1 [hi]"]] * 3


@on_both_databases
async def test_a_gateway_started_again_keeps_its_conversations(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str
) -> None:
    """Draft, language and transcript are in the database, not in the process."""
    draft: dict[str, Any] = {"errand": "new_connection", "id": "d1"}
    rasa.script = lambda message, _d: [bubble("test.echo", {"said": message}), record(draft=draft)]
    async with gateway() as url, Chat.opened(url) as chat:
        await chat.write("naya connection chahiye")
        before = await chat.transcript()
    async with gateway() as url, chat.elsewhere(url) as chat:
        assert await chat.transcript() == before
        assert (await chat.write("2 kW"))["language"] == "hi-Latn"
    assert rasa.asked[-1]["metadata"]["draft"] == draft
