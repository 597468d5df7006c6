"""The real backend behind a real server, on SQLite and on PostgreSQL, and its client."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from backend_client import BackendClient
from reference_backend.app import create_app
from reference_backend.database import Database
from reference_backend.sample import load_sample, read_sample
from reference_backend.settings import Settings
from tests.contract.staff import KEY as KEY
from tests.contract.staff import Staff
from tests.serving import served

SAMPLE = Path(__file__).parent / "sample.json"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database of each kind."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("postgres_url")
        return url
    return f"sqlite:///{tmp_path / 'backend.db'}"


@pytest.fixture
async def backend_url(database_url: str) -> AsyncIterator[str]:
    """The address of a backend that holds the sample of these tests."""
    settings = Settings(backend_api_key=KEY, backend_database_url=database_url, sample=SAMPLE)
    database = Database(settings.backend_database_url)
    database.migrate()
    load_sample(database, read_sample(settings.sample))
    async with served(create_app(settings, database)) as url:
        yield url


@pytest.fixture
async def backend(backend_url: str) -> AsyncIterator[BackendClient]:
    """The client that the actions use, on that backend."""
    async with BackendClient(backend_url, KEY, timeout=20, total=30) as client:
        yield client


@pytest.fixture
async def staff(backend_url: str, database_url: str) -> AsyncIterator[Staff]:
    """The utility's staff, on that backend."""
    headers = {"Authorization": f"Bearer {KEY}"}
    url = f"{backend_url}/api/v1"
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=20) as http:
        yield Staff(http, database_url)
