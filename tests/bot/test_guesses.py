"""Numbers tried from one address are counted over all its conversations."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.bot.chat import Chat
from tests.bot.conftest import Gateway
from tests.fakes.rasa import FakeRasa, bubble, record


async def test_an_address_that_tries_too_many_numbers_is_called_a_guesser(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str
) -> None:
    """A new conversation does not reset the count; the same number twice counts once; an hour
    later all is forgotten."""
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def looks_up(message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
        looked_up = metadata["known"].get("looked_up", {}) | {message: now.isoformat()}
        return [bubble("test.yes"), record(known={"looked_up": looked_up})]

    rasa.script = looks_up
    async with gateway(clock=lambda: now, lookups_per_hour=3) as url:
        for numbers in (["7012345678", "7012345678", "7012345679"], ["7012345680", "1"], ["2"]):
            async with Chat.opened(url) as chat:
                for number in numbers:
                    await chat.write(number)
        now += timedelta(hours=1, minutes=1)
        async with Chat.opened(url) as chat:
            await chat.write("3")

    called = [body["metadata"]["guessing"] for body in rasa.asked]
    assert called == [False, False, False, False, True, True, False]
