"""Prepared statements: what every turn asks of the database, on the driver's own connection."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from bot.store.conversations import find_conversation, open_conversation
from bot.store.database import Database
from bot.store.keyring import Keyring
from bot.store.offers import numbers_of
from bot.store.prepared import Prepared, insertion
from bot.store.tables import Conversation, Entry, Offer
from tests.bot.conftest import on_both_databases

pytestmark = on_both_databases

IN_INDIA = datetime(2026, 11, 23, 23, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
ENTRIES: Any = Entry.__table__
NEW_ENTRY = insertion(ENTRIES, int, returning=["id"])
SAID = Prepared(
    select(ENTRIES.c.text, ENTRIES.c.at, ENTRIES.c.bubble, ENTRIES.c.pushed).where(
        ENTRIES.c.id == bindparam("number")
    ),
    lambda *values: values,
)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database that seals what people say."""
    database = Database(database_url, Keyring(["a secret of thirty-two characters"]))
    await database.migrate()
    yield database
    await database.close()


async def _opened(database: Database) -> str:
    return (await open_conversation(database, "test", None, "hash", datetime.now(UTC))).id


async def test_columns_keep_their_types_defaults_and_seals(database: Database) -> None:
    chat = await _opened(database)
    async with database.work() as work:
        said = {"text": "bijli nahi hai", "bubble": {"say": "greet"}, "at": IN_INDIA}
        (number,) = await work.rows(NEW_ENTRY, conversation_id=chat, author="bot", **said)
    (found,) = await database.look(SAID, number=number)
    assert found == ("bijli nahi hai", IN_INDIA, {"say": "greet"}, False)
    assert found[1].tzinfo is UTC or found[1].utcoffset() is not None
    async with database.session() as session:
        stored = await session.scalar(text("SELECT text FROM transcript"))
        assert stored is not None
        assert "bijli" not in stored
        assert (await session.get_one(Entry, number)).text == "bijli nahi hai"


async def test_a_parameter_without_a_default_must_be_given(database: Database) -> None:
    with pytest.raises(KeyError):
        async with database.work() as work:
            await work.rows(NEW_ENTRY, author="bot")


async def test_one_transaction_with_a_session_stands_or_falls_as_a_whole(
    database: Database,
) -> None:
    chat = await _opened(database)

    async def both(fail: bool) -> None:
        async with database.work() as work:
            for number in range(2):
                at = datetime.now(UTC)
                await work.rows(NEW_ENTRY, conversation_id=chat, author=f"{number}", at=at)
            async with work.orm() as session:
                (await session.get_one(Conversation, chat)).language = "en"
            if fail:
                raise ValueError

    async def stands() -> tuple[int, str]:
        async with database.session() as session:
            entries = await session.scalar(text("SELECT count(*) FROM transcript"))
        return entries or 0, (await find_conversation(database, chat)).language

    with pytest.raises(ValueError):
        await both(fail=True)
    assert await stands() == (0, "hi")
    await both(fail=False)
    assert await stands() == (2, "en")


async def test_a_look_sees_what_was_there_before_an_open_transaction(database: Database) -> None:
    chat = await _opened(database)
    async with database.work() as work:
        async with work.orm() as session:
            (await session.get_one(Conversation, chat)).language = "en"
        assert (await find_conversation(database, chat)).language == "hi"
    assert (await find_conversation(database, chat)).language == "en"


async def test_errors_are_those_of_sqlalchemy_and_tell_no_parameters(database: Database) -> None:
    with pytest.raises(IntegrityError) as refused:
        async with database.work() as work:
            nobody = {"conversation_id": "0" * 32, "author": "bot", "expects": "9415000001"}
            await work.rows(NEW_ENTRY, at=datetime.now(UTC), **nobody)
    assert "9415000001" not in str(refused.value)
    missing = Prepared(select(text("1")).select_from(text("no_such_table")), int)
    with pytest.raises((OperationalError, ProgrammingError)):
        await database.look(missing)
    assert await _opened(database)  # the connection is of use after both


async def test_a_payload_keeps_the_number_of_its_first_offer(database: Database) -> None:
    chat, other = await _opened(database), await _opened(database)
    async with database.work() as work:
        first = await numbers_of(work, chat, {"/a": "A", "/b": "B"})
    async with database.work() as work:
        again = await numbers_of(work, chat, {"/b": "another title", "/c": "C", "/a": "A"})
        elsewhere = await numbers_of(work, other, {"/a": "A"})
    assert {**again, **first} == again
    assert again.keys() == {"/a", "/b", "/c"}
    assert elsewhere["/a"] not in again.values()
    async with database.session() as session:
        assert (await session.get_one(Offer, first["/b"])).title == "B"
