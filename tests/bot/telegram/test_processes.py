"""Several gateway processes on one PostgreSQL: one asks Telegram, all of them answer."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from tests.bot.conftest import Gateway
from tests.bot.telegram.test_polling import words
from tests.fakes.telegram import SECRET, TOKEN, FakeTelegram

pytestmark = [
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
    pytest.mark.usefixtures("rasa_url"),
]


@pytest.fixture
async def first_ends(
    gateway: Gateway, telegram: FakeTelegram, telegram_url: str
) -> AsyncIterator[AsyncExitStack]:
    """Two gateways that ask; closing the stack ends the one that began first."""
    values = {"telegram_bot_token": TOKEN, "telegram_api_url": telegram_url}
    async with AsyncExitStack() as first:
        await first.enter_async_context(gateway(**values))
        await telegram.was_polled()
        async with gateway(**values):
            yield first


async def test_only_one_process_asks_and_another_takes_over(
    telegram: FakeTelegram, first_ends: AsyncExitStack
) -> None:
    """Telegram hands its updates to one who asks; the next one asks when that one is gone."""
    await telegram.writes("one")
    await telegram.has_sent(1)
    assert telegram.feed.conflicts == 0

    await first_ends.aclose()
    await telegram.writes("two")

    assert words(await telegram.has_sent(2)) == ["one", "two"]
    assert telegram.feed.conflicts == 0


async def test_two_processes_send_nothing_twice(
    telegram: FakeTelegram, first_ends: AsyncExitStack
) -> None:
    """Both look for what is to be sent; each bubble goes out once, each chat's in order."""
    for said in ("first", "second", "third"):
        for chat in range(100, 110):
            await telegram.writes(said, chat=chat)

    sent = await telegram.has_sent(30)

    assert len(sent) == 30
    for chat in range(100, 110):
        said_there = [one for one in sent if one["chat"] == chat]
        assert words(said_there) == ["first", "second", "third"]


async def test_the_same_update_brought_to_both_is_answered_once(
    gateway: Gateway, telegram: FakeTelegram, telegram_url: str
) -> None:
    """Telegram repeats an update, and the repetition reaches the other process."""
    values = {
        "telegram_bot_token": TOKEN,
        "telegram_api_url": telegram_url,
        "telegram_webhook_secret": SECRET,
    }
    async with gateway(**values) as one, gateway(**values) as other:
        update = telegram.people.message("one")
        for address in (one, other, one):
            telegram.feed.leads_to = address
            assert (await telegram.posts(update)).status_code == 200
        assert (await telegram.posts(telegram.people.message("two"))).status_code == 200

        assert words(await telegram.has_sent(2)) == ["one", "two"]
