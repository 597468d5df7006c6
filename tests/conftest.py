"""Fixtures that tests of several packages share."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.fakes.postgres import PostgresServer

pytest_plugins = ["tests.stack"]


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A real PostgreSQL server for the whole test run."""
    with PostgresServer(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """A new, empty database on the real PostgreSQL server."""
    return postgres_server.new_database(f"test_{uuid4().hex}")
