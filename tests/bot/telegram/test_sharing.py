"""A number or a place given at one tap, and whose it is."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.people.tables import Proof
from bot.store.database import Database
from tests.fakes.rasa import FakeRasa, bubble, record
from tests.fakes.telegram import FakeTelegram, Sent

SKIP = {"key": "test.yes", "payload": '/inform{"mobile_number": "skip"}'}

SENDER = {"id": 7, "is_bot": False, "first_name": "Asha"}
FORWARDED = {"forward_origin": {"type": "user", "date": 1, "sender_user": SENDER}}


def asks(field: str, *choices: dict[str, str]) -> Any:
    """A bot that asks for a field as long as it is greeted, and then for none."""

    def script(message: str, _metadata: dict[str, Any]) -> list[dict[str, Any]]:
        if message == "/greet":
            return [bubble("test.yes", choices=list(choices), expects=field), record()]
        return [bubble("test.echo", {"said": message}), record()]

    return script


def keys(sent: Sent) -> list[dict[str, Any]] | None:
    """The keyboard that a message brings; empty if it takes it away, None if neither."""
    brought: list[dict[str, Any]] | None = sent["keyboard"]
    return brought


async def proofs(database_url: str) -> list[tuple[str, str]]:
    """The numbers that were proved, and how."""
    database = Database(database_url)
    async with database.session() as session:
        rows = await session.execute(select(Proof.mobile_number, Proof.how))
        found = [(number, how) for number, how in rows]
    await database.close()
    return found


@pytest.mark.usefixtures("channel")
async def test_a_number_can_be_shared_at_one_tap(
    telegram: FakeTelegram, rasa: FakeRasa, database_url: str
) -> None:
    """It is the answer, and the proof that the number is theirs; the keyboard goes away."""
    rasa.script = asks("mobile_number")
    await telegram.writes("/start")
    (asked,) = await telegram.has_sent(1)
    (button,) = keys(asked) or []
    assert button["request_contact"]
    assert button["text"] == "button.share.mobile_number [hi]"

    await telegram.does(telegram.people.number("+919876543210"))
    answered = (await telegram.has_sent(2))[1]

    assert rasa.messages() == ["/greet", "9876543210"]
    assert keys(answered) == []
    assert await proofs(database_url) == [("9876543210", "telegram_contact")]


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize("other", [{"of": 8}, FORWARDED])
async def test_somebody_elses_number_is_no_answer(
    telegram: FakeTelegram, rasa: FakeRasa, database_url: str, other: dict[str, Any]
) -> None:
    """From the address book, or forwarded: nobody proves by it that it is theirs."""
    rasa.script = asks("mobile_number")
    await telegram.writes("/start")
    await telegram.has_sent(1)

    await telegram.does(telegram.people.number("+919876543210", **other))
    refused = (await telegram.has_sent(2))[1]

    assert refused["text"] == "channel.not_own_contact [hi]"
    assert rasa.messages() == ["/greet"]
    assert await proofs(database_url) == []


@pytest.mark.usefixtures("channel")
async def test_a_number_of_another_country_is_said_and_proves_nothing(
    telegram: FakeTelegram, rasa: FakeRasa, database_url: str
) -> None:
    """The dialogue says what is wrong with it."""
    await telegram.does(telegram.people.number("+4915112345678"))
    await telegram.has_sent(1)

    assert rasa.messages() == ["+4915112345678"]
    assert await proofs(database_url) == []


@pytest.mark.usefixtures("channel")
async def test_buttons_and_sharing_come_one_after_the_other(
    telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    """Telegram takes one keyboard for each message; the question keeps its own."""
    rasa.script = asks("mobile_number", SKIP)
    await telegram.writes("/start")
    question, offer = await telegram.has_sent(2)

    assert len(question["buttons"]) == 1
    assert offer["text"] == "channel.share.mobile_number [hi]"
    assert [key["request_contact"] for key in keys(offer) or []] == [True]


@pytest.mark.usefixtures("channel")
async def test_a_keyboard_goes_away_before_buttons_come(
    telegram: FakeTelegram, rasa: FakeRasa
) -> None:
    """Who typed the number instead still sees the keyboard: it is taken away all the same."""

    def script(message: str, _metadata: dict[str, Any]) -> list[dict[str, Any]]:
        asked = "mobile_number" if message == "/greet" else None
        choices = [SKIP] if message == "9876543210" else []
        return [bubble("test.yes", choices=choices, expects=asked), record()]

    rasa.script = script
    await telegram.writes("/start")
    await telegram.has_sent(1)
    await telegram.writes("9876543210")
    await telegram.has_sent(3)
    await telegram.writes("and now?")
    _, noted, answer, last = await telegram.has_sent(4)

    assert (noted["text"], keys(noted)) == ("channel.noted [hi]", [])
    assert (len(answer["buttons"]), keys(answer)) == (1, None)
    assert keys(last) is None


@pytest.mark.usefixtures("channel")
async def test_a_place_can_be_shared_at_one_tap(telegram: FakeTelegram, rasa: FakeRasa) -> None:
    """Where the bot asks where it is."""
    rasa.script = asks("locality")
    await telegram.writes("/start")
    (asked,) = await telegram.has_sent(1)
    assert [key["request_location"] for key in keys(asked) or []] == [True]

    await telegram.does(telegram.people.place(26.4499, 80.3319))
    await telegram.has_sent(2)

    assert rasa.messages()[1:] == ['/inform{"latitude": 26.4499, "longitude": 80.3319}']


@pytest.mark.usefixtures("channel")
async def test_a_venue_is_its_place(telegram: FakeTelegram, rasa: FakeRasa) -> None:
    """A shop or a temple chosen on the map."""
    where = {"latitude": 26.5, "longitude": 80.25}
    venue = {"location": where, "title": "Hanuman Mandir", "address": "Barra 6"}
    await telegram.writes(None, venue=venue, location=where)
    await telegram.has_sent(1)

    assert rasa.messages() == ['/inform{"latitude": 26.5, "longitude": 80.25}']
