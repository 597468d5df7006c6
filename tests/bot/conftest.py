"""A gateway on a real port before a fake Rasa on another, on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest

from bot.app import create_app
from bot.conversations.service import now_in_utc
from bot.settings import Settings
from tests.bot.catalogues import write_catalogues
from tests.bot.chat import Chat
from tests.fakes.rasa import FakeRasa
from tests.fakes.redis import RedisServer
from tests.serving import free_port, served

on_both_databases = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)

Gateway = Callable[..., AbstractAsyncContextManager[str]]


@pytest.fixture(scope="session")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Catalogues whose sentences name their own key and language."""
    return write_catalogues(tmp_path_factory.mktemp("locales"))


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database: SQLite, unless a test names another kind with `on_both_databases`."""
    if getattr(request, "param", "sqlite") == "sqlite":
        return f"sqlite:///{tmp_path / 'bot.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def redis() -> Iterator[RedisServer]:
    """Redis is up."""
    server = RedisServer()
    server.start()
    yield server
    server.kill()


@pytest.fixture
def rasa() -> FakeRasa:
    return FakeRasa()


@pytest.fixture
def rasa_port() -> int:
    return free_port()


@pytest.fixture
async def rasa_url(rasa: FakeRasa, rasa_port: int) -> AsyncIterator[str]:
    """Rasa is up."""
    async with served(rasa.app, rasa_port) as url:
        yield url


@pytest.fixture
def gateway(database_url: str, locales: Path, rasa_port: int, tmp_path: Path) -> Gateway:
    """Starts a gateway; a second call is a second process's worth of one on the same database."""

    @asynccontextmanager
    async def start(
        clock: Callable[[], datetime] = now_in_utc, **changed: object
    ) -> AsyncIterator[str]:
        values: dict[str, object] = {
            "database_url": database_url,
            "locales_dir": locales,
            "media_dir": tmp_path / "media",
            "rasa_url": f"http://127.0.0.1:{rasa_port}",
            "messages_at_once": 1000,
        }
        settings = Settings.model_validate(values | changed)
        async with served(create_app(settings, clock)) as url:
            yield url

    return start


@pytest.fixture
async def chat(gateway: Gateway, rasa_url: str) -> AsyncIterator[Chat]:
    """A new conversation with a gateway whose Rasa is up."""
    async with gateway() as url, Chat.opened(url) as chat:
        yield chat
