"""What is said reaches its chat, whatever Telegram answers, and holds up nobody else."""

import asyncio
from typing import Any

import pytest

from bot.channels.telegram import letters
from bot.channels.telegram.tables import Chat, Letter
from bot.conversations.service import now_in_utc
from bot.store.database import Database
from tests.bot.conftest import Gateway, on_both_databases
from tests.bot.telegram.test_polling import words
from tests.fakes.rasa import FakeRasa, bubble, record
from tests.fakes.telegram import LOST_ANSWER, TOKEN, FakeTelegram, refusal

LONG = " ".join(f"word{number}" for number in range(1300))


def two_parts(_message: str, _metadata: dict[str, Any]) -> list[dict[str, Any]]:
    """An answer too long for one message."""
    return [bubble("test.echo", {"said": LONG}), record()]


@pytest.fixture
async def database(database_url: str) -> Any:
    """What the gateway has stored."""
    database = Database(database_url)
    yield database
    await database.close()


async def dead_letters(database: Database, count: int) -> list[Letter]:
    """Wait until so many letters were given up."""
    async with asyncio.timeout(30):
        while len(given_up := await letters.dead(database)) < count:
            continue
    return given_up


@pytest.mark.usefixtures("channel")
async def test_a_chat_that_must_wait_holds_up_no_other(telegram: FakeTelegram) -> None:
    """An hour of silence for one person; another is answered meanwhile."""
    telegram.refusals_of[7] = [refusal(429, "Too Many Requests", retry_after=3600)]
    await telegram.writes("one", chat=7)
    await telegram.was_asked(1)
    await telegram.writes("two", chat=7)
    await telegram.writes("three", chat=8)

    sent = await telegram.has_sent(1)

    assert [(one["chat"], words([one])) for one in sent] == [(8, ["three"])]


@pytest.mark.usefixtures("channel")
@on_both_databases
async def test_many_chats_are_answered_each_in_order(telegram: FakeTelegram) -> None:
    """Twenty people, two messages each, errors of Telegram's own in between."""
    telegram.refusals = [refusal(500, "Internal Server Error"), refusal(502, "Bad Gateway")]
    for said in ("first", "second"):
        for chat in range(100, 120):
            await telegram.writes(said, chat=chat)

    sent = await telegram.has_sent(40)

    for chat in range(100, 120):
        assert words([one for one in sent if one["chat"] == chat]) == ["first", "second"]


@pytest.mark.usefixtures("channel")
async def test_an_answer_that_was_lost_on_the_way_is_sent_again(telegram: FakeTelegram) -> None:
    """Telegram knows no message by a key of ours: twice is better than never."""
    telegram.refusals = [LOST_ANSWER]
    await telegram.writes("one")

    sent = await telegram.has_sent(2)

    assert words(sent) == ["one", "one"]


@pytest.mark.usefixtures("channel")
async def test_only_the_part_that_did_not_go_is_sent_again(
    telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    """The first part of a long text is not repeated for the second one's sake."""
    rasa.script = two_parts
    telegram.refusals_of[7] = []
    await telegram.writes("1")
    await telegram.has_sent(1)
    telegram.refusals = [refusal(502, "Bad Gateway")]

    sent = await telegram.has_sent(3)

    assert " ".join(one["text"] for one in sent).startswith(f"{LONG} [")
    assert len(sent) == 3


@pytest.mark.usefixtures("channel")
async def test_what_a_person_who_blocked_the_bot_was_not_told_stays_visible(
    telegram: FakeTelegram, rasa: FakeRasa, database: Database
) -> None:
    """Both bubbles of the answer, each with Telegram's reason; and that they blocked it."""
    rasa.script = lambda _message, _metadata: [bubble("test.yes"), bubble("test.yes"), record()]
    telegram.blocked_by = {9}
    await telegram.writes("one", chat=9)

    given_up = await dead_letters(database, 2)

    assert {letter.reason for letter in given_up} == {"Forbidden: bot was blocked by the user"}
    async with database.session() as session:
        chat = await session.get_one(Chat, given_up[0].conversation_id)
    assert chat.blocked_at is not None


@pytest.mark.usefixtures("channel")
async def test_who_comes_back_is_answered_again(telegram: FakeTelegram) -> None:
    """What was said meanwhile is past; the new answer comes."""
    telegram.blocked_by = {9}
    await telegram.writes("one", chat=9)
    await telegram.was_asked(1)
    telegram.blocked_by = set()
    await telegram.writes("two", chat=9)

    assert words(await telegram.has_sent(1)) == ["two"]


@pytest.mark.usefixtures("channel")
async def test_what_telegram_will_never_take_is_given_up_and_can_be_sent_again(
    telegram: FakeTelegram, database: Database
) -> None:
    """A dead letter is visible, holds up nothing, and goes out when an operator says so."""
    telegram.refusals = [refusal(400, "Bad Request: chat not found")]
    await telegram.writes("one")
    await telegram.writes("two")
    await telegram.has_sent(1)
    (letter,) = await dead_letters(database, 1)
    assert letter.reason == "Chat not found"

    assert await letters.send_again(database, letter.id, now_in_utc())
    sent = await telegram.has_sent(2)

    assert words(sent) == ["two", "one"]
    assert not await letters.send_again(database, letter.id, now_in_utc())
    assert await letters.dead(database) == []


@pytest.mark.usefixtures("channel")
async def test_a_token_that_is_known_no_more_loses_nothing(
    gateway: Gateway, telegram: FakeTelegram, telegram_url: str, database: Database
) -> None:
    """Nothing is given up for it: an operator will see to it."""
    telegram.refusals = [refusal(401, "Unauthorized")]
    await telegram.writes("one")
    await telegram.was_asked(1)

    assert await letters.dead(database) == []
    async with gateway(telegram_bot_token=TOKEN, telegram_api_url=telegram_url):
        assert words(await telegram.has_sent(1)) == ["one"]
