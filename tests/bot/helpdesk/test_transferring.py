"""A chat goes to another team, with a word to whoever takes it and one to whoever waits."""

import pytest
from sqlalchemy import select

from bot.helpdesk import owning, queue, transferring
from bot.helpdesk.errors import NotYours, UnknownTeam
from bot.helpdesk.tables import Case
from bot.helpdesk.transferring import Handing
from bot.staff.roles import Role
from bot.store.transcript import transcript
from tests.bot.helpdesk.conftest import Office

TOLD = "desk.transferred [hi]"


async def lines(office: Office, chat: str, *, for_staff: bool) -> list[tuple[str, str]]:
    """Who said what."""
    found = await transcript(office.database, chat, for_staff=for_staff)
    return [(one["from"], one["text"]) for one in found]


async def test_both_sides_hear_why_and_that_a_chat_goes_on(office: Office) -> None:
    """The colleagues read the note, the consumer reads that somebody else comes."""
    chat = await office.chat()
    asha = await office.member("asha")
    await owning.claim(office.database, chat, asha, office.clock())
    handing = Handing("Phoolbagh", "meter jal gaya hai")
    await transferring.hand_on(office.talks, chat, asha, handing, office.clock())
    assert await office.owner(chat) == "waiting"
    assert await lines(office, chat, for_staff=False) == [("bot", TOLD)]
    assert ("note", "meter jal gaya hai") in await lines(office, chat, for_staff=True)
    async with office.database.session() as session:
        case = (await session.scalars(select(Case))).one()
    assert (case.division, case.reason, case.staff_id) == ("Phoolbagh", "transferred", None)
    (row,) = (await queue.page_of(office.database, asha)).rows
    assert row.reason == "transferred"


async def test_a_chat_goes_nowhere_where_nobody_would_see_it(office: Office) -> None:
    """A division without staff, or with a manager alone; nobody is told anything then."""
    chat = await office.chat()
    asha = await office.member("asha")
    await office.member("meera", Role.MANAGER)
    await owning.claim(office.database, chat, asha, office.clock())
    with pytest.raises(UnknownTeam):
        await transferring.hand_on(
            office.talks, chat, asha, Handing("Dada Nagar", "x"), office.clock()
        )
    assert await office.owner(chat) == "person"
    assert await lines(office, chat, for_staff=True) == []


async def test_only_whoever_has_the_chat_hands_it_on(office: Office) -> None:
    """And nothing is said or noted otherwise."""
    chat = await office.chat()
    asha, ravi = await office.member("asha"), await office.member("ravi")
    await owning.claim(office.database, chat, asha, office.clock())
    with pytest.raises(NotYours):
        await transferring.hand_on(office.talks, chat, ravi, Handing(None, "x"), office.clock())
    assert await lines(office, chat, for_staff=True) == []
