"""A mobile number is proved by a code that nobody but its telephone ever shows."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.bot.chat import Chat
from tests.bot.conftest import Gateway, on_both_databases
from tests.bot.people.asking import ASHA, asks_for_proof
from tests.fakes.rasa import FakeRasa
from tests.fakes.sms import PATIENCE, FakeSms, refusal


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def proving(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, sms_settings: dict[str, Any], clock: Clock
) -> AsyncIterator[Chat]:
    """A conversation in which the word "prove" asks for a code."""
    rasa.script = asks_for_proof()
    async with gateway(clock, **sms_settings) as url, Chat.opened(url) as chat:
        yield chat


def queue(tmp_path: Path) -> list[tuple[str, str | None]]:
    """Status and words of every SMS, in order."""
    with sqlite3.connect(tmp_path / "bot.db") as database:
        return list(database.execute("SELECT status, text FROM sms_letters ORDER BY id"))


def wrong(code: str) -> str:
    """Six other digits."""
    return f"{(int(code) + 1) % 1_000_000:06}"


@on_both_databases
async def test_the_right_digits_prove_the_number(
    proving: Chat, rasa: FakeRasa, sms: FakeSms
) -> None:
    """Rasa hears that they were right, and from then on which number is proved."""
    await proving.write("prove")
    await proving.write(f"mera code {await sms.code()} hai")
    await proving.write("aage")

    assert rasa.messages() == ["prove", '/inform{"otp": "proved"}', "aage"]
    told = [body["metadata"]["proved"] for body in rasa.asked]
    assert told == [[], [ASHA], [ASHA]]
    assert rasa.asked[-1]["metadata"]["proved_for"] == {"history": [ASHA]}
    assert sms.taken[0]["to"] == f"91{ASHA}"
    assert sms.dropped == []


async def test_the_digits_stand_nowhere(
    proving: Chat, rasa: FakeRasa, sms: FakeSms, tmp_path: Path
) -> None:
    """Not in the transcript, not at Rasa, not in the database once the SMS has left."""
    await proving.write("prove")
    code = await sms.code()
    await proving.write(wrong(code))
    await proving.write(code)

    said = [entry["text"] for entry in await proving.transcript() if entry["from"] == "consumer"]
    assert said == ["prove", "••••••", "••••••"]
    everything = str(rasa.asked) + "\n".join(sqlite3.connect(tmp_path / "bot.db").iterdump())
    assert code not in everything
    assert wrong(code) not in everything


async def test_devanagari_digits_count(proving: Chat, rasa: FakeRasa, sms: FakeSms) -> None:
    """As everywhere in this product; so do digits in two groups."""
    await proving.write("prove")
    hindi = "".join(chr(0x0966 + int(digit)) for digit in await sms.code())
    await proving.write(f"{hindi[:3]} {hindi[3:]}")
    assert rasa.messages()[-1] == '/inform{"otp": "proved"}'


async def test_five_wrong_codes_end_it(proving: Chat, rasa: FakeRasa, sms: FakeSms) -> None:
    """Then the right one comes too late."""
    await proving.write("prove")
    code = await sms.code()
    for _ in range(5):
        await proving.write(wrong(code))
    assert rasa.messages()[-5:] == ['/inform{"otp": "wrong"}'] * 4 + ['/inform{"otp": "too_many"}']
    await proving.write(code)
    assert rasa.asked[-1]["metadata"]["proved"] == []


async def test_a_code_lasts_five_minutes(
    proving: Chat, rasa: FakeRasa, sms: FakeSms, clock: Clock
) -> None:
    """After that it is expired, however right it is."""
    await proving.write("prove")
    code = await sms.code()
    clock.now += timedelta(minutes=5)
    await proving.write(code)
    assert rasa.messages()[-1] == '/inform{"otp": "expired"}'
    assert rasa.asked[-1]["metadata"]["proved"] == []


async def test_a_code_is_good_once(proving: Chat, rasa: FakeRasa, sms: FakeSms) -> None:
    """Typed again when no code is asked for, it is only a number."""
    await proving.write("prove")
    code = await sms.code()
    await proving.write(code)
    await proving.write(code)
    assert rasa.messages()[-1] == code


async def test_a_newer_code_ends_the_older_one(
    proving: Chat, rasa: FakeRasa, sms: FakeSms, clock: Clock
) -> None:
    """Only the last SMS counts."""
    await proving.write("prove")
    first = await sms.code(1)
    clock.now += timedelta(minutes=1)
    await proving.write("prove")
    second = await sms.code(2)
    await proving.write(first)
    verdict = "proved" if first == second else "wrong"
    assert rasa.messages()[-1] == f'/inform{{"otp": "{verdict}"}}'


async def test_the_same_message_twice_is_one_try(
    proving: Chat, rasa: FakeRasa, sms: FakeSms
) -> None:
    """A channel that delivers a message five times uses up no five tries."""
    await proving.write("prove")
    code = await sms.code()
    for _ in range(5):
        await proving.write(wrong(code), "m1")
    await proving.write(code)
    assert rasa.messages()[-1] == '/inform{"otp": "proved"}'


async def test_other_words_are_answered_as_words(
    proving: Chat, rasa: FakeRasa, sms: FakeSms
) -> None:
    """A telephone number, or a PIN code in a sentence, is no code."""
    await proving.write("prove")
    await sms.code()
    for words in ("9876543210", "mera pata 12 sharda nagar hai", "taar gira hai barra 208011 me"):
        await proving.write(words)
    assert rasa.messages()[1:] == [
        "9876543210",
        "mera pata 12 sharda nagar hai",
        "taar gira hai barra 208011 me",
    ]


async def test_nobodys_telephone_is_flooded(
    proving: Chat, rasa: FakeRasa, sms: FakeSms, clock: Clock
) -> None:
    """Not twice within half a minute, not more than five times an hour; Rasa hears so."""
    await proving.write("prove")
    await proving.write("prove")
    assert rasa.messages()[-1] == '/inform{"otp": "not_sent"}'
    for count in range(2, 6):
        await sms.has_taken(count - 1)
        clock.now += timedelta(minutes=1)
        await proving.write("prove")
        assert rasa.messages()[-1] == "prove"
    clock.now += timedelta(minutes=1)
    await proving.write("prove")
    assert rasa.messages()[-1] == '/inform{"otp": "not_sent"}'
    assert len(await sms.has_taken(5)) == 5


async def test_a_code_is_not_sent_late(
    proving: Chat, sms: FakeSms, clock: Clock, tmp_path: Path
) -> None:
    """The provider is away for longer than a code lasts: nobody gets a dead code."""
    sms.refusals = [refusal("throttled", 429)]
    await proving.write("prove")
    await sms.was_asked(1)
    clock.now += timedelta(minutes=6)
    await proving.write("prove")
    # The provider is left alone until a moment that lies ahead.
    async with asyncio.timeout(PATIENCE):
        while queue(tmp_path) != [("expired", None), ("sent", None)]:
            clock.now += timedelta(seconds=1)
            await proving.transcript()
    assert len(sms.tried) == 2


async def test_without_sms_nothing_can_be_proved(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str
) -> None:
    """Rasa hears beforehand that it cannot, and at once if it asks all the same."""
    rasa.script = asks_for_proof()
    async with gateway() as url, Chat.opened(url) as chat:
        await chat.write("prove")
    assert rasa.asked[0]["metadata"]["provable"] is False
    assert rasa.messages() == ["prove", '/inform{"otp": "not_sent"}']
