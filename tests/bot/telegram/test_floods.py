"""Who writes too fast waits alone, and who is written to is not flooded either."""

from itertools import pairwise

import pytest

from bot.channels.telegram.pace import AT_ONCE_IN_A_CHAT, SECONDS_BETWEEN, Pace
from tests.bot.conftest import Gateway, on_both_databases
from tests.bot.telegram.test_polling import words
from tests.fakes.telegram import TOKEN, FakeTelegram


@on_both_databases
@pytest.mark.usefixtures("rasa_url")
async def test_a_flood_from_one_chat_slows_that_chat_only(
    gateway: Gateway, telegram: FakeTelegram, telegram_url: str
) -> None:
    """They hear once that they are answered in turn; others are answered at once."""
    async with gateway(
        telegram_bot_token=TOKEN,
        telegram_api_url=telegram_url,
        messages_at_once=3,
        messages_per_minute=1,
    ):
        for number in range(20):
            await telegram.writes(str(number), chat=7)
        await telegram.has_sent(4)
        await telegram.writes("hello", chat=8)
        sent = await telegram.has_sent(5)

    assert words(sent) == ["0", "1", "2", "channel.taking_turns", "hello"]
    assert sent[4]["chat"] == 8


class Time:
    """A clock that stands still but for the pauses that are made."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    async def pause(self, seconds: float) -> None:
        self.now += seconds


async def test_a_chat_gets_a_few_messages_at_once_and_then_one_a_second() -> None:
    """An answer of several bubbles comes whole; a hundred bubbles do not."""
    time = Time()
    pace = Pace(time, time.pause)
    moments = []
    for _ in range(AT_ONCE_IN_A_CHAT + 3):
        await pace.turn("7")
        moments.append(time.now)

    burst, steady = moments[:AT_ONCE_IN_A_CHAT], moments[AT_ONCE_IN_A_CHAT - 1 :]
    assert burst[-1] - burst[0] < 1
    assert [round(after - before) for before, after in pairwise(steady)] == [1, 1, 1]


async def test_all_chats_together_stay_below_telegrams_limit() -> None:
    """Telegram's own is thirty a second, whoever they go to."""
    time = Time()
    pace = Pace(time, time.pause)
    for chat in range(100):
        await pace.turn(str(chat))

    assert time.now - 1000.0 == pytest.approx(99 * SECONDS_BETWEEN)
    assert 1 / SECONDS_BETWEEN < 30
