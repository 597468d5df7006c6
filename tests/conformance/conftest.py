"""The server under test: a utility's own (`--url`, `--key`), else the reference backend."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.serving import free_port

ROOT = Path(__file__).parents[2]
OWN_KEY = "a-key-for-the-conformance-suite"


@dataclass(frozen=True)
class Server:
    """Where a utility's backend answers, and the key that it expects."""

    url: str
    key: str

    def client(self) -> httpx.Client:
        """A caller with the right key."""
        headers = {"Authorization": f"Bearer {self.key}"}
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=30)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make conformance URL=… KEY=…` hands these on."""
    parser.addoption("--url", default="", help="root of the utility's own server")
    parser.addoption("--key", default="", help="the bearer key that it expects")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A utility's own server is fuzzed at the addresses that the product calls, no others."""
    if not config.getoption("--url", default=""):
        return
    staff = [item for item in items if "staff" in item.name]
    config.hook.pytest_deselected(items=staff)
    items[:] = [item for item in items if item not in staff]


@pytest.fixture(scope="session")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The utility's server, or the reference backend on a new SQLite file."""
    url = request.config.getoption("--url", default="")
    if url:
        yield Server(url.rstrip("/"), request.config.getoption("--key"))
        return
    port = free_port()
    process = _reference_backend(tmp_path_factory.mktemp("conformance"), port)
    try:
        assert process.stdout is not None
        assert any("Uvicorn running" in line for line in process.stdout)
        yield Server(f"http://127.0.0.1:{port}", OWN_KEY)
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture
def utility(server: Server) -> Iterator[httpx.Client]:
    """A caller with the right key."""
    with server.client() as client:
        yield client


def _reference_backend(folder: Path, port: int) -> subprocess.Popen[str]:
    settings = {
        "BACKEND_API_KEY": OWN_KEY,
        "BACKEND_DATABASE_URL": f"sqlite:///{folder / 'backend.db'}",
        "BACKEND_PORT": str(port),
        "PATH": os.environ["PATH"],
    }
    return subprocess.Popen(
        [sys.executable, "-m", "reference_backend"],
        cwd=ROOT,
        env=settings,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
