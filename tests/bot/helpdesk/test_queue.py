"""The list of chats: in order, page by page, by its indexes."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, text, true

from bot.helpdesk import queue
from bot.helpdesk.tables import Case
from bot.staff.roles import Role
from bot.store.tables import Conversation, Entry
from tests.bot.conftest import on_both_databases
from tests.bot.helpdesk.conftest import Office

WAITING = 120
WITH_PEOPLE = 7


@pytest.fixture
async def crowd(office: Office) -> None:
    """Many wait, each a second longer than the one before; every tenth is in danger."""
    member = await office.member("asha")
    async with office.database.writing() as session:
        for number in range(WAITING + WITH_PEOPLE):
            await session.execute(insert(Conversation), [_conversation(office, number)])
            case = Case(conversation_id=_id(number), reason="asked", urgent=number % 10 == 0)
            if number < WAITING:
                case.waiting_since = office.clock() - timedelta(seconds=number)
            else:
                case.staff_id, case.taken_at = member.id, office.clock()
                case.lease_until = office.clock()
            said = Entry(
                conversation_id=_id(number),
                author="consumer",
                text=f"n {number}",
                at=office.clock(),
            )
            session.add_all([case, said])


def _id(number: int) -> str:
    return f"{number:032x}"


def _conversation(office: Office, number: int) -> dict[str, object]:
    owner = "waiting" if number < WAITING else "person"
    return {
        "id": _id(number),
        "channel": "web",
        "owner": owner,
        "known": {},
        "created_at": office.clock(),
    }


@on_both_databases
@pytest.mark.usefixtures("crowd")
async def test_every_chat_stands_once_on_its_page(office: Office) -> None:
    """Danger first, then whoever waits longest, then what colleagues have."""
    boss = await office.member("boss", Role.ADMIN)
    pages = [await queue.page_of(office.database, boss, start=start) for start in (0, 50, 100, 150)]
    assert [len(one.rows) for one in pages] == [50, 50, 27, 0]
    assert [one.more for one in pages] == [True, True, False, False]
    assert {(one.waiting, one.with_people) for one in pages} == {(WAITING, WITH_PEOPLE)}
    rows = [row for one in pages for row in one.rows]
    line = sorted(range(WAITING), key=lambda number: (number % 10 != 0, -number))
    order = [*line, *range(WAITING, WAITING + WITH_PEOPLE)]
    assert [row.id for row in rows] == [_id(number) for number in order]
    assert rows[0].words == f"n {order[0]}"


async def test_no_part_of_the_list_is_sorted_or_searched_through(office: Office) -> None:
    """SQLite says how it would find each: by an index, in the order of that index."""
    async with office.database.session() as session:
        for _, query in queue.parts(true()):
            explained = query.compile(
                session.get_bind(), compile_kwargs={"literal_binds": True}
            ).string
            steps = [
                row[3] for row in await session.execute(text(f"EXPLAIN QUERY PLAN {explained}"))
            ]
            assert not [one for one in steps if "TEMP B-TREE" in one], steps
            assert "USING INDEX ix_desk_cases" in steps[0], steps
