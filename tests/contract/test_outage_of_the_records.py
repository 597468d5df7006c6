"""When its own database is away, the backend says so, and comes back with it."""

import httpx
import pytest

from backend_client import BackendClient, BackendUnreachable
from reference_backend.app import create_app
from reference_backend.database import Database
from reference_backend.settings import Settings
from tests.contract.conftest import KEY
from tests.contract.requests import fault, new_key
from tests.serving import free_port, served


async def test_without_its_database_the_backend_is_unreachable_not_garbled() -> None:
    """Nothing is announced, nothing inside is shown, and readiness tells."""
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    settings = Settings(backend_api_key=KEY, backend_database_url=url)
    app = create_app(settings, Database(settings.backend_database_url))
    async with served(app) as address:
        async with BackendClient(address, KEY, timeout=20, total=30) as client:
            with pytest.raises(BackendUnreachable):
                await client.report_ticket(fault(), new_key())
        async with httpx.AsyncClient(base_url=address, timeout=20) as http:
            ready = await http.get("/health/ready")
            live = await http.get("/health/live")
    assert (ready.status_code, ready.json()["code"]) == (503, "not_ready")
    assert "psycopg" not in ready.text
    assert live.status_code == 200
