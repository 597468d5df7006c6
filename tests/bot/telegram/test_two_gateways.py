"""Two gateways on one PostgreSQL and one Redis share the work of one bot."""

import asyncio

import pytest

from tests.bot.conftest import Gateway
from tests.bot.telegram.test_polling import words
from tests.fakes.redis import RedisServer
from tests.fakes.telegram import TOKEN, FakeTelegram

PATIENCE = 60
CHATS = range(200, 208)
SAID = ["first", "second", "third"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_each_answer_goes_out_once_and_in_order(
    gateway: Gateway, telegram: FakeTelegram, telegram_url: str, rasa_url: str, redis: RedisServer
) -> None:
    """Both are woken by every ring, one of them brings the letter; the one that is left when the
    other ends goes on."""
    told = {
        "telegram_bot_token": TOKEN,
        "telegram_api_url": telegram_url,
        "redis_url": redis.url,
    }
    async with asyncio.timeout(PATIENCE), gateway(**told):
        async with gateway(**told):
            for said in SAID[:-1]:
                for chat in CHATS:
                    await telegram.writes(said, chat=chat)
            await telegram.has_sent(2 * len(CHATS))
        for chat in CHATS:
            await telegram.writes(SAID[-1], chat=chat)
        sent = await telegram.has_sent(3 * len(CHATS))

    assert {chat: words([one for one in sent if one["chat"] == chat]) for chat in CHATS} == {
        chat: SAID for chat in CHATS
    }
