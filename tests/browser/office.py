"""A gateway with the utility's records and its sign-in service, beside a browser: no whole product,
as pages of figures and of staff need neither Rasa's model nor an action server."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import insert

from bot.app import create_app
from bot.settings import Settings
from bot.staff import members
from bot.staff.members import NewMember
from bot.staff.roles import Role
from bot.store.database import Database
from launch import ROOT
from reference_backend.app import create_app as create_backend
from reference_backend.database import Database as Records
from reference_backend.settings import Settings as BackendSettings
from reference_backend.tables import Outage, Ticket
from tests.bot.reports.conftest import COMPLAINTS, KEY, NOW, OUTAGES
from tests.browser.staff import PASSWORD
from tests.fakes.issuer import CLIENT_ID, CLIENT_SECRET, FakeIssuer
from tests.fakes.rasa import FakeRasa
from tests.serving import free_port, served

SUBJECT = "meera@utility"


@dataclass
class Office:
    """Where it stands, the Rasa that it asks, and the service at which meera has an account."""

    url: str
    rasa: FakeRasa
    issuer: FakeIssuer


@contextmanager
def office(folder: Path) -> Iterator[Office]:
    """Open for as long as the block lasts. Playwright has the event loop of this thread, so the
    servers have another."""
    opened: list[Office] = []
    ready, done = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()
    work = threading.Thread(
        target=loop.run_until_complete, args=(_serve(folder, opened, ready, done),)
    )
    work.start()
    try:
        ready.wait()
        yield opened[0]
    finally:
        loop.call_soon_threadsafe(done.set)
        work.join()
        loop.close()


async def _serve(
    folder: Path, opened: list[Office], ready: threading.Event, done: asyncio.Event
) -> None:
    async with AsyncExitStack() as parts:
        try:
            opened.append(await _opened(folder, parts))
        finally:
            ready.set()
        await done.wait()


async def _opened(folder: Path, parts: AsyncExitStack) -> Office:
    rasa, issuer, port = FakeRasa(), FakeIssuer(lambda: NOW), free_port()
    at_issuer = await parts.enter_async_context(served(issuer.app))
    # Another site than the gateway's, as in life: cookies tell 127.0.0.1 and localhost apart.
    issuer.url = at_issuer.replace("127.0.0.1", "localhost")
    issuer.subject = SUBJECT
    settings = Settings.model_validate(
        {
            "database_url": f"sqlite:///{folder / 'bot.db'}",
            "media_dir": folder / "media",
            "locales_dir": ROOT / "locales",
            "rasa_url": await parts.enter_async_context(served(rasa.app)),
            "backend_url": await parts.enter_async_context(served(_backend(folder))),
            "backend_api_key": KEY,
            "public_url": f"http://127.0.0.1:{port}",
            "oidc_issuer": issuer.url,
            "oidc_client_id": CLIENT_ID,
            "oidc_client_secret": CLIENT_SECRET,
        }
    )
    await _add_staff(settings)
    url = await parts.enter_async_context(served(create_app(settings, lambda: NOW), port))
    return Office(url, rasa, issuer)


async def _add_staff(settings: Settings) -> None:
    database = Database(settings.database_url, settings.keyring)
    await database.migrate()
    for login, role in (("meera", Role.SUPERVISOR), ("boss", Role.ADMIN)):
        subject = SUBJECT if login == "meera" else None
        new = NewMember(login, login.title(), role, ("Phoolbagh",), PASSWORD, subject)
        await members.add(database, new, None, NOW)
    await database.close()


def _backend(folder: Path) -> object:
    url = f"sqlite:///{folder / 'backend.db'}"
    settings = BackendSettings(backend_api_key=KEY, backend_database_url=url)
    records = Records(settings.backend_database_url)
    records.migrate()
    with records.writing() as session:
        session.execute(insert(Ticket), COMPLAINTS)
        for one in OUTAGES:
            session.execute(insert(Outage), [one])
    return create_backend(settings, records)
