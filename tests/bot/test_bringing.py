"""What is tied to a ticket is brought to the utility's real backend, whatever happens meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from backend_client import BackendClient
from backend_client.models import Attachment as Brought
from backend_client.models import TicketRequest
from bot.attachments.files import Files
from bot.attachments.porter import Porter
from bot.messages import Media
from reference_backend.app import create_app
from reference_backend.database import Database as Records
from reference_backend.settings import Settings as BackendSettings
from tests.bot.conftest import on_both_databases
from tests.bot.media import JPEG, digest, photo
from tests.bot.test_attachments import House, open_house
from tests.fakes.rasa import FakeRasa, bubble, record
from tests.serving import free_port, served

pytestmark = on_both_databases
KEY = "a-key-of-this-test"
PATIENCE = 60


@pytest.fixture
async def house(
    database_url: str, locales: Path, rasa_url: str, tmp_path: Path
) -> AsyncIterator[House]:
    async with open_house(database_url, locales, rasa_url, tmp_path / "media", None) as house:
        yield house


class Utility:
    """A reference backend that can be stopped and started, and a client of it."""

    def __init__(self, folder: Path) -> None:
        self._settings = BackendSettings(
            backend_api_key=KEY, backend_database_url=f"sqlite:///{folder / 'backend.db'}"
        )
        self._port = free_port()
        self.client = BackendClient(f"http://127.0.0.1:{self._port}", KEY, timeout=20, total=30)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        records = Records(self._settings.backend_database_url)
        records.migrate()
        async with served(create_app(self._settings, records), self._port):
            yield

    async def ticket(self) -> str:
        request = TicketRequest(kind="fault", locality="Barra 6", mobile_number="9876543210")
        return (await self.client.report_ticket(request, "the-ticket")).number


@pytest.fixture
async def utility(tmp_path: Path) -> AsyncIterator[Utility]:
    utility = Utility(tmp_path)
    yield utility
    await utility.client.aclose()


Carrying = Callable[[], AbstractAsyncContextManager[None]]


@pytest.fixture
def carrying(house: House, utility: Utility) -> Carrying:
    """A porter at work while the block lasts."""

    @asynccontextmanager
    async def carry() -> AsyncIterator[None]:
        porter = Porter(
            house.database, Files(house.folder), utility.client, house.talks.bell, house.clock
        )
        task = asyncio.create_task(porter.carry())
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    return carry


async def settled(house: House) -> list[str]:
    """What became of every attachment once none is on its way any more."""
    async with asyncio.timeout(PATIENCE):
        while any(row.status == "tied" for row in await house.rows()):
            house.ring()
            await asyncio.sleep(0)
    return [row.status for row in await house.rows()]


async def tied(house: House, rasa: FakeRasa, number: str, media: Media) -> None:
    """Sent, and tied to a ticket by the same turn."""
    rasa.script = lambda _message, _metadata: [bubble("test.yes"), record(attach_to=number)]
    await house.send(media)


async def test_a_photo_reaches_its_ticket(
    house: House, rasa: FakeRasa, utility: Utility, carrying: Carrying
) -> None:
    """With its hash, its type and their name for it; once, however many porters there are."""
    async with utility.open(), carrying(), carrying():
        number = await utility.ticket()
        await tied(house, rasa, number, photo(file_name="खंभा.jpg"))
        assert await settled(house) == ["brought"]
        (brought,) = await utility.client.attachments(number)

    assert (brought.sort, brought.mime_type) == ("photo", "image/jpeg")
    assert (brought.sha256, brought.file_name) == (digest(JPEG), "खंभा.jpg")


async def test_while_the_backend_is_away_it_waits(
    house: House, rasa: FakeRasa, utility: Utility, carrying: Carrying
) -> None:
    """Hours later, with another porter, it arrives."""
    async with utility.open():
        number = await utility.ticket()
    await tied(house, rasa, number, photo())
    async with carrying():
        async with asyncio.timeout(PATIENCE):
            while not (await house.rows())[0].tries:
                house.ring()
                await asyncio.sleep(0)
    assert [row.status for row in await house.rows()] == ["tied"]

    house.hours_later = 1
    found: list[Brought] = []
    async with utility.open(), carrying():
        assert await settled(house) == ["brought"]
        found = await utility.client.attachments(number)
    assert len(found) == 1


async def test_what_the_backend_does_not_want_is_not_brought_for_ever(
    house: House, rasa: FakeRasa, utility: Utility, carrying: Carrying
) -> None:
    """A ticket that it does not know; the file stays with us."""
    async with utility.open(), carrying():
        await tied(house, rasa, "FLT-1999-000001", photo())
        assert await settled(house) == ["returned"]
    assert Files(house.folder).read((await house.rows())[0].id) == JPEG
