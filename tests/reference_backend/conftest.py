"""Records of both kinds, migrated and empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reference_backend.database import Database
from reference_backend.settings import Settings

on_both_databases = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database: SQLite, unless a test names another kind."""
    url = f"sqlite:///{tmp_path / 'backend.db'}"
    if getattr(request, "param", "sqlite") == "postgresql":
        url = request.getfixturevalue("postgres_url")
    return Settings(backend_api_key="a-key", backend_database_url=url).backend_database_url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Migrated records."""
    database = Database(database_url)
    database.migrate()
    yield database
    database.close()
