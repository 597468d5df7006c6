"""Who holds which number, and people who write faster than they can be answered."""

from typing import Any

import pytest
from sqlalchemy import func, select

from bot.channels.whatsapp.tables import Arrival
from bot.people.tables import Proof
from bot.store.database import Database
from tests.bot.conftest import on_both_databases
from tests.bot.whatsapp.conftest import OpenChannel
from tests.bot.whatsapp.test_talking import words
from tests.fakes.rasa import FakeRasa
from tests.fakes.whatsapp import ASHA, RAVI, FakeWhatsApp, notice

NUMBER = ASHA.removeprefix("91")


@pytest.fixture
async def database(database_url: str) -> Any:
    database = Database(database_url)
    yield database
    await database.close()


async def proofs(database: Database) -> list[tuple[str, str, bool]]:
    """Number, how it was proved, and whether that still counts."""
    async with database.session() as session:
        found = (await session.scalars(select(Proof).order_by(Proof.id))).all()
    return [(one.mobile_number, one.how, one.ended_at is None) for one in found]


@on_both_databases
@pytest.mark.usefixtures("channel")
async def test_the_number_that_a_message_comes_from_is_proved(
    whatsapp: FakeWhatsApp, rasa: FakeRasa, database: Database
) -> None:
    """Once, by Meta's word; Rasa hears of it with the same message."""
    await whatsapp.writes("1")
    await whatsapp.writes("2")
    await whatsapp.has_sent(2)

    assert await proofs(database) == [(NUMBER, "whatsapp", True)]
    assert [body["metadata"]["proved"] for body in rasa.asked] == [[NUMBER], [NUMBER]]


@pytest.mark.usefixtures("channel")
async def test_a_user_id_proves_no_number(
    whatsapp: FakeWhatsApp, rasa: FakeRasa, database: Database
) -> None:
    """Nor does a number in a contact that came along, a card, or one of another country."""
    message = whatsapp.people.words("1", None, from_user_id="IN.123")
    contact = {"user_id": "IN.123", "wa_id": ASHA}
    await whatsapp.posts(notice({"messages": [message], "contacts": [contact]}))
    card = [{"origin": "other", "phones": [{"wa_id": RAVI}]}]
    await whatsapp.brings(
        whatsapp.message(None, type="contacts", contacts=card, from_user_id="IN.123")
    )
    await whatsapp.writes("3", "14155550123")
    await whatsapp.has_sent(3)

    assert await proofs(database) == []
    assert all(body["metadata"]["proved"] == [] for body in rasa.asked)


@pytest.mark.usefixtures("channel")
async def test_a_number_that_passes_on_is_its_new_holders(
    whatsapp: FakeWhatsApp, database: Database
) -> None:
    """The same number, another user id: the first person's proof ends."""
    await whatsapp.writes("1", ASHA, from_user_id="IN.123")
    await whatsapp.has_sent(1)
    await whatsapp.writes("2", ASHA, from_user_id="IN.456")
    await whatsapp.has_sent(2)

    assert await proofs(database) == [
        (NUMBER, "whatsapp", False),
        (NUMBER, "whatsapp", True),
    ]


@on_both_databases
@pytest.mark.usefixtures("rasa_url")
async def test_a_flood_from_one_number_slows_that_number_only(
    open_channel: OpenChannel, whatsapp: FakeWhatsApp, rasa: FakeRasa, database: Database
) -> None:
    """They hear once that they are answered in turn, others are answered at once, and what
    they wrote stays stored."""
    flood = [whatsapp.people.words(str(number)) for number in range(40)]
    async with open_channel(messages_at_once=3, messages_per_minute=1):
        assert (await whatsapp.notifies(*flood)).status_code == 200
        sent = await whatsapp.has_sent(4)
        await whatsapp.writes("7", RAVI)
        sent = await whatsapp.has_sent(5)

    assert words(sent) == ["0", "1", "2", "channel.taking_turns", "7"]
    assert sent[4]["to"] == RAVI
    async with database.session() as session:
        waiting = select(func.count()).where(Arrival.taken_at.is_(None))
        assert await session.scalar(waiting) == 37
