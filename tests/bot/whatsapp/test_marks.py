"""Blue ticks and "writing…"."""

import asyncio

import pytest

from tests.bot.whatsapp.test_talking import words
from tests.fakes.rasa import FakeRasa
from tests.fakes.whatsapp import FakeWhatsApp


@pytest.mark.usefixtures("channel")
async def test_a_message_is_shown_as_read_while_its_answer_is_written(
    whatsapp: FakeWhatsApp, rasa: FakeRasa
) -> None:
    """Before Rasa has answered; once, however often the message is delivered."""
    rasa.held = asyncio.Event()
    message = await whatsapp.writes("one")
    await whatsapp.notifies(message)
    marks = await whatsapp.was_marked(1)
    assert whatsapp.sent == []
    rasa.held.set()
    await whatsapp.has_sent(1)
    await whatsapp.writes("two")
    await whatsapp.was_marked(2)

    assert marks[0] == (message["id"], True)
    assert len({wamid for wamid, _ in marks}) == len(marks) == 2


@pytest.mark.usefixtures("channel")
async def test_a_hint_is_not_announced(whatsapp: FakeWhatsApp) -> None:
    """Nobody writes: it is there at once."""
    await whatsapp.brings(whatsapp.message(type="hologram"))

    assert [typing for _, typing in await whatsapp.was_marked(1)] == [False]


@pytest.mark.usefixtures("channel")
async def test_marks_that_cannot_be_set_harm_nothing(whatsapp: FakeWhatsApp) -> None:
    """Meta answers to each of them with an error; the answer comes as ever."""
    whatsapp.marks_fail = True
    await whatsapp.writes("one")
    await whatsapp.was_marked(1)

    assert words(await whatsapp.has_sent(1)) == ["one"]
