"""A PostgreSQL that takes connections and never answers: who writes hears so, and so does whoever
probes; with it back everything goes on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import httpx
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from benchmarks.faults.tap import Tap, Way
from benchmarks.faults.taps import by_tcp, reach
from bot.store.database import Database
from tests.bot.chat import Chat
from tests.bot.conftest import Gateway

SHORT_SECONDS = 1.0


@pytest.fixture
async def tap(postgres_url: str) -> AsyncIterator[Tap]:
    """Before a real PostgreSQL."""
    async with Tap(partial(reach, make_url(postgres_url)), seconds=0) as tap:
        yield tap


@pytest.fixture
async def database(tap: Tap, postgres_url: str) -> AsyncIterator[Database]:
    """Reached by way of the tap."""
    database = Database(by_tcp(postgres_url, tap.port), seconds=SHORT_SECONDS)
    yield database
    await database.close()


@asynccontextmanager
async def silence(tap: Tap) -> AsyncIterator[None]:
    """While it lasts the database answers nobody."""
    tap.fail(Way.SILENT)
    yield
    tap.recover()


async def test_who_writes_to_a_silent_database_is_told(
    tap: Tap, postgres_url: str, gateway: Gateway, rasa_url: str
) -> None:
    """Nothing is acknowledged that was not stored, on connections that stood and on new ones."""
    url = by_tcp(postgres_url, tap.port)
    async with (
        gateway(database_url=url, database_timeout=SHORT_SECONDS) as address,
        Chat.opened(address) as chat,
        httpx.AsyncClient(base_url=address, timeout=60) as probe,
    ):
        assert (await chat.post(text="namaste")).status_code == 200
        async with silence(tap):
            refused = [await chat.post(text="light nahi hai") for _ in range(2)]
            ready = await probe.get("/health/ready")
            live = await probe.get("/health/live")
        again = await chat.post(text="light nahi hai")
        told = await chat.transcript()
    assert [one.status_code for one in refused] == [500, 500]
    # The server ends the connection then: who is not told sends the next message into the end.
    assert {one.headers["connection"] for one in refused} == {"close"}
    assert {one.json()["type"] for one in refused} == {"/problems/internal"}
    assert "gateway.internal" in refused[0].json()["detail"]
    assert (ready.status_code, ready.json()["components"]["database"]) == (503, "unreachable")
    assert live.status_code == 200
    assert again.status_code == 200
    assert [one["text"] for one in told if one["from"] == "consumer"] == [
        "namaste",
        "light nahi hai",
    ]


async def test_a_statement_that_a_working_server_takes_too_long_for_is_ended_there(
    database: Database,
) -> None:
    """Its connection stays of use; the server does not go on for somebody who has left."""
    async with database.session() as session:
        asked = "SELECT pg_backend_pid()"
        (before,) = (await session.execute(text(asked))).one()
        with pytest.raises(OperationalError, match="statement timeout"):
            await session.execute(text("SELECT pg_sleep(600)"))
        await session.rollback()
        (after,) = (await session.execute(text(asked))).one()
    assert before == after


async def test_who_asks_for_the_pulse_of_a_silent_database_waits_no_longer_than_a_probe(
    tap: Tap, database: Database
) -> None:
    """However many ask; and the next question after the silence is answered."""
    await database.ping()
    async with silence(tap):
        asked = await asyncio.gather(*(database.ping() for _ in range(40)), return_exceptions=True)
    assert all(isinstance(one, TimeoutError | OperationalError) for one in asked)
    await database.ping()
