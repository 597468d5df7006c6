"""Who writes of danger is before all who wait: at Rasa, and after an outage."""

import asyncio
from typing import Any

from fastapi.responses import JSONResponse

from bot.messages import InboundMessage
from bot.rasa import TURNS_AT_ONCE, Rasa
from bot.store.open_messages import conversations_due
from tests.bot.helpdesk.conftest import Office
from tests.bot.helpdesk.conftest import office as office
from tests.fakes.rasa import FakeRasa

WAITING = 10


def told(number: int) -> dict[str, Any]:
    """What goes with a message."""
    return {"inbox_id": f"c-{number}", "known": {}}


async def test_danger_is_the_next_that_rasa_hears_of(rasa: FakeRasa, rasa_url: str) -> None:
    client = Rasa(rasa_url, None, 20)
    rasa.held = asyncio.Event()
    patient = [
        asyncio.create_task(client.take_turn("no light", told(number)))
        for number in range(TURNS_AT_ONCE + WAITING)
    ]
    await rasa.was_asked(TURNS_AT_ONCE)
    urgent = asyncio.create_task(client.take_turn("taar toota", told(99), hurried=True))
    await asyncio.sleep(0)
    rasa.held.set()
    await asyncio.gather(*patient, urgent)
    assert rasa.messages().index("taar toota") == TURNS_AT_ONCE
    await client.close()


async def test_after_an_outage_danger_is_taken_up_first(office: Office, rasa: FakeRasa) -> None:
    """Then who has waited longest."""
    rasa.broken = JSONResponse({}, status_code=500)
    chats = [await office.chat() for _ in range(3)]
    for chat, text in zip(chats, ("no light", "no light", "wire down"), strict=True):
        await office.talks.receive(InboundMessage(chat, "m", text))
    assert await conversations_due(office.database, None) == [chats[2], chats[0], chats[1]]
