"""A gateway with its Telegram channel, before a fake Rasa and a fake Bot API."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.channels.telegram.commands import COMMANDS
from tests.bot.catalogues import write_catalogues
from tests.bot.conftest import Gateway
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.serving import served

SAID_HERE = (
    "channel.text_only",
    "channel.edited",
    "channel.taking_turns",
    "channel.noted",
    "channel.private_only",
    "channel.not_own_contact",
    "channel.share.mobile_number",
    "channel.share.locality",
    "button.share.mobile_number",
    "button.share.locality",
)


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Catalogues with the sentences of this channel."""
    commands = (f"channel.command.{name}" for name in COMMANDS)
    return write_catalogues(tmp_path_factory.mktemp("locales"), *SAID_HERE, *commands)


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
async def telegram_url(telegram: FakeTelegram) -> AsyncIterator[str]:
    """Telegram is reachable."""
    async with served(telegram.app) as url:
        yield url
        await telegram.closes()


@pytest.fixture
def open_channel(gateway: Gateway, telegram_url: str) -> AbstractAsyncContextManager[str]:
    """Starts the gateway with its channel; ends it with the block."""
    return gateway(telegram_bot_token=TOKEN, telegram_api_url=telegram_url)


@pytest.fixture
async def channel(
    open_channel: AbstractAsyncContextManager[str], rasa_url: str
) -> AsyncIterator[None]:
    """The channel is open and Rasa is up."""
    async with open_channel:
        yield
