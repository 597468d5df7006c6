"""Who is to be telephoned: one row for a number, one colleague at a time, with pauses."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.helpdesk.callbacks import calling, listing, wanted
from bot.helpdesk.callbacks.calling import GIVEN_UP, Outcome
from bot.helpdesk.callbacks.listing import Row
from bot.helpdesk.callbacks.rules import rules
from bot.helpdesk.errors import NotYours, TakenAlready, TooSoon, UnknownCallback
from bot.messages import InboundMessage
from bot.staff.audit import deeds
from bot.staff.errors import NotAllowed
from bot.staff.roles import Role
from tests.bot.conftest import on_both_databases
from tests.bot.helpdesk.conftest import Office
from tests.fakes.rasa import FakeRasa, bubble, record

ASHA = "9876543210"
NUMBER = "CLB-2026-000001"


def wants_call(division: str | None = None) -> Any:
    """An action server whose errand ends in the wish to be called."""
    call = {"mobile_number": ASHA, "division": division}
    return lambda _message, _metadata: [
        bubble("test.yes"),
        record(references=[NUMBER], call=call),
    ]


async def missed(office: Office, number: str = ASHA, matter: str | None = None) -> None:
    """Somebody calls and nobody answers."""
    async with office.database.writing() as session:
        await wanted.missed_call(session, number, matter, office.clock())


async def rows(office: Office, login: str = "asha", role: Role = Role.STAFF) -> tuple[Row, ...]:
    """The list as somebody new at the desk sees it."""
    member = await office.member(login, role)
    return (await listing.page_of(office.database, member, office.clock())).rows


@on_both_databases
async def test_who_calls_twice_and_asks_in_the_chat_stands_in_the_list_once(
    office: Office, rasa: FakeRasa
) -> None:
    """With all that is known of the wish, waiting since the first time; the number is masked."""
    await missed(office)
    office.clock.forward(minutes=5)
    await asyncio.gather(missed(office, matter="new_connection"), missed(office, "9812345678"))
    rasa.script = wants_call("Phoolbagh")
    chat = await office.chat()
    await office.write(chat, "mujhe phone kar lo")

    first, second = await rows(office)
    about = first.about
    assert (first.number, second.number) == ("••••••3210", "••••••5678")
    assert (about.missed_calls, about.matter, about.reference) == (2, "new_connection", NUMBER)
    assert (about.conversation_id, about.division) == (chat, "Phoolbagh")
    assert office.clock() - about.asked_at == timedelta(minutes=5)


async def test_a_missed_call_whose_caller_was_telephoned_is_not_asked_for_again(
    office: Office, rasa: FakeRasa
) -> None:
    """The request that comes of the call later, when Rasa is back, knows of it."""
    await missed(office)
    asha = await office.member("asha")
    await calling.claim(office.database, 1, asha, office.clock())
    await calling.note(office.database, 1, asha, Outcome.DONE, office.clock())
    rasa.script = wants_call()
    opened = await office.talks.open("missed_call", ASHA)
    wish = InboundMessage(
        opened.conversation_id, "call:1", payload="/request_callback", made_by_us=True
    )
    await office.talks.receive(wish)

    assert await rows(office, "ravi") == ()


@on_both_databases
async def test_of_two_who_take_a_number_at_once_one_has_it(office: Office) -> None:
    """They alone see it whole; the other is told, and sees who has it."""
    await missed(office)
    people = [await office.member("asha"), await office.member("ravi")]
    claims = (calling.claim(office.database, 1, one, office.clock()) for one in people)
    results = await asyncio.gather(*claims, return_exceptions=True)
    assert sorted(type(one).__name__ for one in results) == ["NoneType", "TakenAlready"]
    seen = [(await listing.page_of(office.database, one, office.clock())).rows[0] for one in people]
    assert sorted(one.number for one in seen) == [ASHA, "••••••3210"]
    assert {one.holder for one in seen} == {seen[0].holder} <= {"asha", "ravi"}


async def test_nobody_is_called_again_at_once(office: Office) -> None:
    """Each pause is longer than the one before; after the last attempt nobody tries any more."""
    await missed(office)
    asha = await office.member("asha")
    for minutes in rules().pauses:
        await calling.claim(office.database, 1, asha, office.clock())
        await calling.note(office.database, 1, asha, Outcome.NO_ANSWER, office.clock())
        office.clock.forward(minutes=minutes - 1)
        with pytest.raises(TooSoon):
            await calling.claim(office.database, 1, asha, office.clock())
        office.clock.forward(minutes=1)
    await calling.claim(office.database, 1, asha, office.clock())
    await calling.note(office.database, 1, asha, Outcome.NO_ANSWER, office.clock())

    shown = await listing.page_of(office.database, asha, office.clock())
    assert (shown.rows, shown.waiting) == ((), 0)
    (ended,) = shown.lately
    assert (ended.about.outcome, ended.about.attempts) == (GIVEN_UP, rules().attempts)
    assert (ended.tried_by, ended.number) == ("asha", "••••••3210")
    noted = [(one.what, one.subject) for one in await deeds(office.database)]
    assert noted[:2] == [("callback_tried", "callback:1"), ("callback_taken", "callback:1")]


async def test_who_calls_during_a_pause_is_at_the_telephone(office: Office) -> None:
    """The pause is over."""
    await missed(office)
    asha = await office.member("asha")
    await calling.claim(office.database, 1, asha, office.clock())
    await calling.note(office.database, 1, asha, Outcome.NO_ANSWER, office.clock())
    office.clock.forward(minutes=1)
    await missed(office)

    await calling.claim(office.database, 1, asha, office.clock())


@pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.WRONG_NUMBER])
async def test_a_new_call_after_the_end_begins_anew(office: Office, outcome: Outcome) -> None:
    """As a row of its own; what came of the first one stays."""
    await missed(office)
    asha = await office.member("asha")
    await calling.claim(office.database, 1, asha, office.clock())
    await calling.note(office.database, 1, asha, outcome, office.clock())
    await missed(office)

    shown = await listing.page_of(office.database, asha, office.clock())
    assert [(one.about.attempts, one.about.outcome) for one in shown.rows] == [(0, None)]
    assert [one.about.outcome for one in shown.lately] == [outcome]


async def test_a_number_goes_back_after_its_lease(office: Office) -> None:
    """A colleague may take it; until then whoever has it may still say what came of a long call."""
    await missed(office)
    asha, ravi = await office.member("asha"), await office.member("ravi")
    await calling.claim(office.database, 1, asha, office.clock())
    with pytest.raises(TakenAlready):
        await calling.claim(office.database, 1, ravi, office.clock())
    office.clock.forward(minutes=rules().lease)
    await calling.claim(office.database, 1, ravi, office.clock())
    with pytest.raises(NotYours):
        await calling.note(office.database, 1, asha, Outcome.DONE, office.clock())
    await calling.let_go(office.database, 1, ravi, office.clock())
    await calling.claim(office.database, 1, asha, office.clock())
    office.clock.forward(minutes=rules().lease + 5)
    await calling.note(office.database, 1, asha, Outcome.REACHED, office.clock())


async def test_a_number_of_another_division_does_not_exist(office: Office, rasa: FakeRasa) -> None:
    """Neither in the list nor for taking; who sees all divisions sees it."""
    rasa.script = wants_call("Dada Nagar")
    await office.write(await office.chat(), "mujhe phone kar lo")
    asha = await office.member("asha")
    assert (await listing.page_of(office.database, asha, office.clock())).waiting == 0
    with pytest.raises(UnknownCallback):
        await calling.claim(office.database, 1, asha, office.clock())
    assert len(await rows(office, "boss", Role.ADMIN)) == 1


@pytest.mark.parametrize("role", [Role.GUARD, Role.MANAGER])
async def test_who_does_not_talk_to_consumers_takes_no_number(office: Office, role: Role) -> None:
    """A manager may look at the list, with masked numbers."""
    await missed(office)
    with pytest.raises(NotAllowed):
        member = await office.member("meera", role)
        await calling.claim(office.database, 1, member, office.clock())
