"""A gateway with its WhatsApp channel, before a fake Rasa and a fake Graph API."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.bot.catalogues import write_catalogues
from tests.bot.conftest import Gateway
from tests.fakes.whatsapp import APP_SECRET, NUMBER, TOKEN, VERIFY_TOKEN, FakeWhatsApp
from tests.serving import served

OpenChannel = Callable[..., AbstractAsyncContextManager[str]]


class Clock:
    """A clock that tests put forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Catalogues with the sentences of this channel."""
    keys = ("channel.text_only", "channel.taking_turns", "button.choose", "test.no", "test.long")
    return write_catalogues(tmp_path_factory.mktemp("locales"), *keys)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def whatsapp(clock: Clock) -> AsyncIterator[FakeWhatsApp]:
    fake = FakeWhatsApp()
    fake.clock = clock
    yield fake
    await fake.closes()


@pytest.fixture
async def api_url(whatsapp: FakeWhatsApp) -> AsyncIterator[str]:
    """Meta is reachable."""
    async with served(whatsapp.app) as url:
        yield f"{url}/v23.0"


@pytest.fixture
def open_channel(
    gateway: Gateway, whatsapp: FakeWhatsApp, api_url: str, clock: Clock
) -> OpenChannel:
    """Starts a gateway with its channel; ends it with the block."""

    @asynccontextmanager
    async def start(**changed: object) -> AsyncIterator[str]:
        values: dict[str, object] = {
            "whatsapp_phone_number_id": NUMBER,
            "whatsapp_access_token": TOKEN,
            "whatsapp_app_secret": APP_SECRET,
            "whatsapp_verify_token": VERIFY_TOKEN,
            "whatsapp_api_url": api_url,
        }
        async with gateway(clock, **(values | changed)) as url:
            whatsapp.webhook = f"{url}/webhooks/whatsapp"
            yield url

    return start


@pytest.fixture
async def channel(open_channel: OpenChannel, rasa_url: str) -> AsyncIterator[str]:
    """The channel is open and Rasa is up."""
    async with open_channel() as url:
        yield url
