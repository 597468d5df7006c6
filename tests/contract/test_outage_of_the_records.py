"""When its own database is away, the backend says so, and comes back with it."""

import asyncio
from functools import partial

import httpx
import pytest
from sqlalchemy import make_url

from backend_client import BackendClient, BackendUnreachable
from benchmarks.faults.tap import Tap, Way
from benchmarks.faults.taps import by_tcp, reach
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


async def test_records_that_never_answer_are_unreachable_within_the_limit(
    postgres_url: str,
) -> None:
    """A PostgreSQL that takes connections and swallows every statement holds nobody for ever."""
    behind = make_url(postgres_url)
    async with Tap(partial(reach, behind), seconds=0) as tap:
        settings = Settings(
            backend_api_key=KEY,
            backend_database_url=by_tcp(postgres_url, tap.port),
            backend_database_timeout=1,
        )
        database = Database(settings.backend_database_url, settings.backend_database_timeout)
        await asyncio.to_thread(database.migrate)
        async with (
            served(create_app(settings, database)) as address,
            BackendClient(address, KEY, timeout=20, total=30) as client,
            httpx.AsyncClient(base_url=address, timeout=20) as http,
        ):
            key = new_key()
            tap.fail(Way.SILENT)
            with pytest.raises(BackendUnreachable):
                await client.report_ticket(fault(), key)
            ready = await http.get("/health/ready")
            tap.recover()
            ticket = await client.report_ticket(fault(), key)
            assert (await client.ticket(ticket.number)).number == ticket.number
    assert (ready.status_code, ready.json()["code"]) == (503, "not_ready")
