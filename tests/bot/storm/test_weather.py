"""A storm begins and ends once, whoever notices it, on both databases."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.staff import members
from bot.staff.members import NewMember
from bot.staff.roles import Role
from bot.store import inbox
from bot.store.conversations import open_conversation
from bot.store.database import Database
from bot.store.tables import Inbound
from bot.storm import records
from bot.storm.crowd import CALM_FOR
from bot.storm.tables import Storm
from bot.storm.watch import Weather
from tests.bot.conftest import on_both_databases
from tests.bot.helpdesk.conftest import Clock
from tests.bot.staff.conftest import PASSWORD


class Street:
    """People who write, and two gateway processes that look at the weather."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Clock()
        self.one = Weather(database, self.clock, 5)
        self.other = Weather(database, self.clock, 5)

    async def wait(self, people: int) -> None:
        """So many people write, and nobody answers until both processes have looked twice."""
        now = self.clock()
        for _ in range(people):
            talk = await open_conversation(self.database, "web", None, "hash", now, None)
            await inbox.keep(
                self.database, talk.id, "m", text="x", payload=None, now=now, due_at=now
            )
        await self.looked_at()
        await self.looked_at()
        async with self.database.writing() as session:
            await session.execute(update(Inbound).values(status="answered"))

    async def looked_at(self) -> None:
        """Both processes look."""
        await self.one.look()
        await self.other.look()

    async def storms(self) -> int:
        """How many there ever were."""
        async with self.database.session() as session:
            return await session.scalar(select(func.count(Storm.id))) or 0

    async def member(self) -> int:
        """Somebody who may switch a storm on."""
        new = NewMember("asha", "Asha", Role.SUPERVISOR, ("Phoolbagh",), PASSWORD)
        return (await members.add(self.database, new, None, self.clock())).id


@pytest.fixture
async def street(database_url: str) -> AsyncIterator[Street]:
    database = Database(database_url)
    await database.migrate()
    street = Street(database)
    await street.looked_at()
    yield street
    await database.close()


@on_both_databases
async def test_a_storm_that_both_processes_notice_is_one(street: Street) -> None:
    await street.wait(5)
    assert street.one.told("hi") == street.other.told("hi") == {"id": "1.0", "words": None}
    assert await street.storms() == 1


@on_both_databases
async def test_it_ends_by_itself_once_it_has_long_been_calm(street: Street) -> None:
    await street.wait(5)
    street.clock.forward(seconds=CALM_FOR.total_seconds() - 1)
    await street.looked_at()
    assert street.one.storm
    street.clock.forward(seconds=1)
    await street.looked_at()
    await street.looked_at()
    assert street.one.told("hi") is None
    assert street.other.told("hi") is None


@on_both_databases
async def test_what_staff_began_or_put_words_to_only_staff_end(street: Street) -> None:
    staff = await street.member()
    await street.wait(5)
    await records.begin(street.database, street.clock(), staff, {"en": "Panki is down."})
    street.clock.forward(seconds=2 * CALM_FOR.total_seconds())
    await street.looked_at()
    assert street.one.told("en") == {"id": "1.1", "words": "Panki is down."}
    assert await records.end(street.database, street.clock(), staff)
    await street.looked_at()
    assert street.other.told("en") is None
    assert not await records.end(street.database, street.clock(), staff)


async def test_who_has_no_words_in_their_language_reads_what_there_is(street: Street) -> None:
    staff = await street.member()
    await records.begin(street.database, street.clock(), staff, {"en": "Panki is down."})
    await street.one.look()
    assert street.one.told("hi-Latn") == {"id": "1.1", "words": "Panki is down."}


@on_both_databases
async def test_a_second_storm_follows_the_first(street: Street) -> None:
    for _ in range(2):
        await street.wait(5)
        street.clock.forward(seconds=(CALM_FOR + timedelta(minutes=1)).total_seconds())
        await street.looked_at()
    assert street.one.storm is None
    assert await street.storms() == 2
