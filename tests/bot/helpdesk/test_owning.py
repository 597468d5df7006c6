"""One owner for a chat: the bot, nobody yet, one person, or nobody any more."""

import asyncio
from typing import Any

import pytest

from bot.helpdesk import owning
from bot.helpdesk.errors import NotYours, TakenAlready
from bot.helpdesk.owning import LEASE
from bot.helpdesk.talking import Talking
from bot.helpdesk.watch import PATIENCE, Watch
from bot.staff.errors import NotAllowed
from bot.staff.roles import Role
from bot.store.transcript import transcript
from tests.bot.conftest import on_both_databases
from tests.bot.helpdesk.conftest import Office
from tests.fakes.rasa import FakeRasa, bubble, record

WANTED = {"reason": "asked", "urgent": False, "division": "Phoolbagh"}


def wants_person(_message: str, _metadata: dict[str, Any]) -> list[dict[str, Any]]:
    """An action server that calls for a person."""
    return [bubble("test.yes"), record(case=WANTED)]


@on_both_databases
async def test_of_two_who_claim_at_once_one_has_the_chat(office: Office, rasa: FakeRasa) -> None:
    """The other is told."""
    rasa.script = wants_person
    chat = await office.chat()
    await office.write(chat, "insaan se baat karni hai")
    assert await office.owner(chat) == "waiting"
    people = [await office.member("asha"), await office.member("ravi")]
    claims = (owning.claim(office.database, chat, one, office.clock()) for one in people)
    results = await asyncio.gather(*claims, return_exceptions=True)
    assert sorted(type(one).__name__ for one in results) == ["NoneType", "TakenAlready"]
    assert await office.owner(chat) == "person"


async def test_the_bot_is_silent_while_a_person_has_the_chat(
    office: Office, rasa: FakeRasa
) -> None:
    """Rasa does not even hear what is written; staff do."""
    chat = await office.chat()
    asha = await office.member("asha")
    await owning.claim(office.database, chat, asha, office.clock())
    assert await office.write(chat, "light nahi aa rahi") == []
    assert rasa.asked == []
    seen = await transcript(office.database, chat, for_staff=True)
    assert [(one["from"], one["text"], one["status"]) for one in seen] == [
        ("consumer", "light nahi aa rahi", "answered")
    ]


@on_both_databases
async def test_an_answer_that_was_prepared_before_the_claim_is_not_said(
    office: Office, rasa: FakeRasa
) -> None:
    """What the turn did is kept, and staff see what the bot would have said."""
    rasa.held = asyncio.Event()
    rasa.script = lambda message, _metadata: [
        bubble("test.echo", {"said": message}),
        record(references=["FLT-2026-000001"], known={"references": ["FLT-2026-000001"]}),
    ]
    chat = await office.chat()
    asha = await office.member("asha")
    turn = asyncio.create_task(office.write(chat, "light nahi aa rahi"))
    await rasa.reached.wait()
    await owning.claim(office.database, chat, asha, office.clock())
    rasa.held.set()
    assert await turn == []
    for_consumer = await transcript(office.database, chat)
    for_staff = await transcript(office.database, chat, for_staff=True)
    assert [one["from"] for one in for_consumer] == ["consumer"]
    assert [one["from"] for one in for_staff] == ["consumer", "bot"]
    await owning.give_back(office.database, chat, asha, office.clock(), close=False)
    rasa.held = None
    await office.write(chat, "aur?", 2)
    assert rasa.asked[-1]["metadata"]["known"] == {"references": ["FLT-2026-000001"]}


async def test_words_of_staff_reach_the_consumer_and_never_the_bot(
    office: Office, rasa: FakeRasa
) -> None:
    """As staff's, whatever they look like; notes stay among colleagues."""
    chat = await office.chat()
    asha = await office.member("asha")
    await owning.claim(office.database, chat, asha, office.clock())
    talking = Talking(office.database, office.talks.bell)
    await talking.say(chat, asha, "/report_hazard <b>namaste</b>", office.clock())
    await talking.note(chat, asha, "grahak naraaz hai", office.clock())
    await owning.give_back(office.database, chat, asha, office.clock(), close=False)
    await office.write(chat, "dhanyavaad")
    assert rasa.messages() == ["dhanyavaad"]
    shown = await transcript(office.database, chat)
    assert (shown[0]["from"], shown[0]["text"]) == ("staff", "/report_hazard <b>namaste</b>")
    assert "grahak naraaz hai" not in str(shown)


async def test_only_whoever_has_the_chat_speaks_in_it(office: Office) -> None:
    """Neither before the claim, nor a colleague, nor after handing it on."""
    chat = await office.chat()
    asha, ravi = await office.member("asha"), await office.member("ravi")
    talking = Talking(office.database, office.talks.bell)
    with pytest.raises(NotYours):
        await talking.say(chat, asha, "namaste", office.clock())
    await owning.claim(office.database, chat, asha, office.clock())
    with pytest.raises(NotYours):
        await talking.say(chat, ravi, "namaste", office.clock())
    async with office.database.writing() as session:
        await owning.hand_to_team(session, chat, asha, "Dada Nagar", office.clock())
    with pytest.raises(NotYours):
        await talking.say(chat, asha, "namaste", office.clock())
    assert await office.owner(chat) == "waiting"


@pytest.mark.parametrize("role", [Role.GUARD, Role.MANAGER])
async def test_who_does_not_talk_to_consumers_cannot_take_a_chat(
    office: Office, role: Role
) -> None:
    """A guard helps at the kiosk, a manager reads figures."""
    chat = await office.chat()
    with pytest.raises(NotAllowed):
        await owning.claim(office.database, chat, await office.member("asha", role), office.clock())


async def test_a_supervisor_takes_a_chat_over_and_others_cannot(office: Office) -> None:
    """For a colleague who left, or who needs help."""
    chat = await office.chat()
    asha, ravi = await office.member("asha"), await office.member("ravi")
    meena = await office.member("meena", Role.SUPERVISOR)
    await owning.claim(office.database, chat, asha, office.clock())
    with pytest.raises(NotAllowed):
        await owning.take_from_colleague(office.database, chat, ravi, office.clock())
    await owning.take_from_colleague(office.database, chat, meena, office.clock())
    with pytest.raises(NotYours):
        await owning.stay(office.database, chat, asha, office.clock())
    with pytest.raises(TakenAlready):
        await owning.claim(office.database, chat, ravi, office.clock())


@on_both_databases
async def test_a_chat_that_its_holder_leaves_goes_back_with_an_honest_word(
    office: Office, rasa: FakeRasa
) -> None:
    """Once, also when two processes look; the bot answers meanwhile."""
    chat = await office.chat()
    asha = await office.member("asha")
    await owning.claim(office.database, chat, asha, office.clock())
    watch = Watch(office.database, office.talks, office.clock)
    office.clock.forward(seconds=LEASE.total_seconds() - 1)
    await watch.look()
    assert await office.owner(chat) == "person"
    office.clock.forward(seconds=2)
    await asyncio.gather(watch.look(), watch.look())
    assert await office.owner(chat) == "waiting"
    said = [one["text"] for one in await transcript(office.database, chat)]
    assert said == ["desk.left [hi]"]
    assert await office.write(chat, "9") == ["9 [hi]"]


async def test_who_waits_long_hears_once_how_many_wait(office: Office, rasa: FakeRasa) -> None:
    """Those in danger come first."""
    rasa.script = wants_person
    first = await office.chat()
    await office.write(first, "1")
    office.clock.forward(seconds=1)
    rasa.script = lambda _m, _d: [bubble("test.yes"), record(case=WANTED | {"urgent": True})]
    danger = await office.chat()
    await office.write(danger, "1")
    office.clock.forward(seconds=PATIENCE.total_seconds())
    watch = Watch(office.database, office.talks, office.clock)
    await watch.look()
    await watch.look()
    for chat, place in ((danger, 1), (first, 2)):
        told = [one for one in await transcript(office.database, chat) if one["from"] == "bot"]
        assert [one["text"] for one in told if one["answers"] is None] == [f"number {place} [hi]"]


async def test_a_closed_chat_is_the_bots_when_the_person_writes_again(
    office: Office, rasa: FakeRasa
) -> None:
    """Nobody is left without an answer."""
    chat = await office.chat()
    asha = await office.member("asha")
    await owning.claim(office.database, chat, asha, office.clock())
    await owning.give_back(office.database, chat, asha, office.clock(), close=True)
    assert await office.owner(chat) == "closed"
    assert await office.write(chat, "9") == ["9 [hi]"]
    assert await office.owner(chat) == "bot"
