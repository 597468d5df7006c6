"""Letters that do not go out at once, and what becomes of those that do."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.channels.whatsapp.errors import (
    AccountTrouble,
    NotSent,
    Refused,
    SlowDown,
    TryLater,
    Unsure,
    WindowClosed,
)
from bot.channels.whatsapp.refusals import refusal as meaning
from bot.channels.whatsapp.tables import Arrival, Letter
from bot.store.database import Database
from tests.bot.conftest import on_both_databases
from tests.bot.whatsapp.conftest import Clock, OpenChannel
from tests.bot.whatsapp.test_talking import words
from tests.fakes.rasa import FakeRasa
from tests.fakes.whatsapp import (
    APP_SECRET,
    ASHA,
    LOST_ANSWER,
    RAVI,
    TOKEN,
    FakeWhatsApp,
    refusal,
)

PATIENCE = 30


class Book:
    """What the gateway wrote down."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def letters(self) -> list[tuple[str, int | None]]:
        """Status and code of each letter, oldest first."""
        async with self._database.session() as session:
            found = await session.scalars(select(Letter).order_by(Letter.id))
            return [(letter.status, letter.code) for letter in found]

    async def has(self, *letters: tuple[str, int | None]) -> None:
        """Wait until the letters are these."""
        async with asyncio.timeout(PATIENCE):
            while await self.letters() != list(letters):
                continue

    async def words_kept(self) -> list[object]:
        """What is left of the messages as they came."""
        async with self._database.session() as session:
            return list(await session.scalars(select(Arrival.heard)))


@pytest.fixture
async def book(database_url: str) -> AsyncIterator[Book]:
    database = Database(database_url)
    yield Book(database)
    await database.close()


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for real back-offs; how long they are is checked by itself."""
    monkeypatch.setattr("bot.channels.whatsapp.patience.FIRST_SECONDS", 0.01)
    monkeypatch.setattr("bot.channels.whatsapp.sending.ACCOUNT_SECONDS", 0.01)


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize(
    "refused",
    [
        [refusal(131056)],
        [refusal(130429), refusal(80007)],
        [refusal(131000, 500)],
        [refusal(4, 429)],
        [refusal(190, 401)],
        [refusal(100, subcode=33)],
    ],
)
async def test_what_passes_is_waited_for_and_order_is_kept(
    whatsapp: FakeWhatsApp, refused: list[object]
) -> None:
    """Too many messages, a fault of Meta's, an account that an operator has to mend."""
    whatsapp.refusals = list(refused)  # type: ignore[arg-type]
    await whatsapp.writes("one")
    await whatsapp.writes("two")

    assert words(await whatsapp.has_sent(2)) == ["one", "two"]


@on_both_databases
@pytest.mark.usefixtures("channel")
async def test_a_person_who_cannot_be_reached_holds_up_nobody(
    whatsapp: FakeWhatsApp, book: Book
) -> None:
    """What will never be taken is given up and stays visible with Meta's code."""
    whatsapp.blocked = {ASHA}
    await whatsapp.writes("one", ASHA)
    await whatsapp.was_asked(1)
    await whatsapp.writes("two", RAVI)

    assert words(await whatsapp.has_sent(1)) == ["two"]
    await book.has(("failed", 131026), ("sent", None))


@pytest.mark.usefixtures("channel")
async def test_trouble_with_the_account_is_told_to_the_operator(
    whatsapp: FakeWhatsApp, caplog: pytest.LogCaptureFixture
) -> None:
    """With Meta's code, and without any secret."""
    caplog.set_level(logging.DEBUG)
    whatsapp.refusals = [refusal(190, 401)]
    await whatsapp.writes("one")
    await whatsapp.posts(b"forged", signature="sha256=0")
    await whatsapp.has_sent(1)

    errors = [one.getMessage() for one in caplog.records if one.levelno == logging.ERROR]
    assert any("190" in error for error in errors)
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("bot.")]
    assert not any(secret in line for line in ours for secret in (TOKEN, APP_SECRET, ASHA))


@on_both_databases
@pytest.mark.usefixtures("channel")
async def test_a_letter_whose_answer_was_lost_is_not_sent_twice(
    whatsapp: FakeWhatsApp, book: Book
) -> None:
    """A status with our mark tells that it went out; only then does the next one go."""
    whatsapp.refusals = [LOST_ANSWER]
    await whatsapp.writes("one")
    (sent,) = await whatsapp.has_sent(1)
    await whatsapp.reports(sent, "delivered")
    await whatsapp.writes("two")

    assert words(await whatsapp.has_sent(2)) == ["one", "two"]
    await book.has(("delivered", None), ("sent", None))


@pytest.mark.usefixtures("channel")
async def test_a_letter_of_which_nothing_is_heard_is_sent_again(
    whatsapp: FakeWhatsApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice is better than never: no answer came, and no status in time either."""
    monkeypatch.setattr("bot.channels.whatsapp.sending.UNSURE", timedelta(seconds=0.01))
    whatsapp.refusals = [LOST_ANSWER]
    await whatsapp.writes("one")

    assert words(await whatsapp.has_sent(2)) == ["one", "one"]


@on_both_databases
@pytest.mark.usefixtures("rasa_url")
async def test_a_gateway_that_restarts_sends_what_was_not_sent(
    open_channel: OpenChannel, whatsapp: FakeWhatsApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once, and before what is said later."""
    monkeypatch.setattr("bot.channels.whatsapp.patience.FIRST_SECONDS", 3600)
    whatsapp.refusals = [refusal(130429)]
    async with open_channel():
        await whatsapp.writes("one")
        await whatsapp.was_asked(1)
    async with open_channel():
        await whatsapp.writes("two")
        sent = await whatsapp.has_sent(2)

    assert words(sent) == ["one", "two"]


@pytest.mark.usefixtures("rasa_url")
async def test_a_gateway_that_ended_before_the_answer_lets_the_next_one_know(
    open_channel: OpenChannel, whatsapp: FakeWhatsApp, clock: Clock
) -> None:
    """The letter was written down before it was sent, so its status has something to fit."""
    whatsapp.refusals = [LOST_ANSWER]
    async with open_channel():
        await whatsapp.writes("one")
        (sent,) = await whatsapp.has_sent(1)
    clock.ahead += timedelta(minutes=1)
    async with open_channel(whatsapp_api_url="http://127.0.0.1:9/v23.0"):
        await whatsapp.reports(sent, "sent")
    async with open_channel():
        await whatsapp.writes("two")
        sent_in_all = await whatsapp.has_sent(2)

    assert words(sent_in_all) == ["one", "two"]


@on_both_databases
@pytest.mark.usefixtures("channel")
async def test_statuses_never_go_backwards(whatsapp: FakeWhatsApp, book: Book) -> None:
    """They come in any order, more than once, and a late failure of what was read is none."""
    await whatsapp.writes("one")
    (sent,) = await whatsapp.has_sent(1)
    seen = []
    for status in ("delivered", "sent", "delivered", "read", "delivered", "failed", "nonsense"):
        await whatsapp.reports(sent, status)
        seen += await book.letters()

    assert [status for status, _ in seen] == ["delivered"] * 3 + ["read"] * 4


@pytest.mark.usefixtures("channel")
async def test_a_letter_that_fails_later_is_sent_again_if_that_helps(
    whatsapp: FakeWhatsApp, book: Book
) -> None:
    """Meta reports most faults by a status, after it has taken the message."""
    await whatsapp.writes("one")
    (first,) = await whatsapp.has_sent(1)
    await whatsapp.reports(first, "failed", errors=[{"code": 131056}])
    *_, second = await whatsapp.has_sent(2)
    await whatsapp.reports(second, "failed", errors=[{"code": 131026, "title": "no"}])

    assert second["text"] == first["text"]
    assert await book.letters() == [("failed", 131026)]


@on_both_databases
@pytest.mark.usefixtures("channel")
async def test_what_meta_finds_outside_the_24_hours_waits_for_the_person(
    whatsapp: FakeWhatsApp, book: Book
) -> None:
    """Told at once or by a status: held, and sent when they write, before the new answer."""
    whatsapp.refusals = [refusal(131047)]
    await whatsapp.writes("one")
    await book.has(("held", 131047))
    await whatsapp.writes("two")
    first, second = await whatsapp.has_sent(2)
    assert words([first, second]) == ["one", "two"]

    await whatsapp.reports(second, "failed", errors=[{"code": 131047}])
    assert (await book.letters())[1] == ("held", 131047)
    await whatsapp.writes("three")

    assert words(await whatsapp.has_sent(4))[2:] == ["two", "three"]


@pytest.mark.usefixtures("channel")
async def test_what_is_ready_too_late_is_not_even_tried(
    whatsapp: FakeWhatsApp, rasa: FakeRasa, clock: Clock, book: Book
) -> None:
    """The window closes while Rasa thinks: Meta is not asked until the person writes again."""
    rasa.held = asyncio.Event()
    await whatsapp.writes("one")
    await rasa.reached.wait()
    clock.ahead += timedelta(hours=25)
    rasa.held.set()
    await book.has(("held", None))
    assert whatsapp.tried == 0
    await whatsapp.writes("two")

    assert words(await whatsapp.has_sent(2)) == ["one", "two"]


@pytest.mark.usefixtures("channel")
async def test_words_are_not_kept_twice(whatsapp: FakeWhatsApp, book: Book) -> None:
    """What came is forgotten once it is in its conversation; only its id stays."""
    await whatsapp.writes("one")
    await whatsapp.has_sent(1)

    assert await book.words_kept() == [None]


@pytest.mark.parametrize(
    ("status", "code", "subcode", "error"),
    [
        (500, None, None, Unsure),
        (200, None, None, Unsure),
        (429, None, None, SlowDown),
        (401, None, None, AccountTrouble),
        (400, 130429, None, SlowDown),
        (503, 131016, None, TryLater),
        (400, 131047, None, WindowClosed),
        (400, 131048, None, Refused),
        (400, 131049, None, Refused),
        (400, 132001, None, Refused),
        (400, 100, None, Refused),
        (400, 100, 33, AccountTrouble),
        (403, 200, None, AccountTrouble),
        (403, 299, None, AccountTrouble),
        (400, 368, None, AccountTrouble),
        (500, 999, None, TryLater),
        (400, 999, None, Refused),
    ],
)
def test_metas_codes_are_understood(
    status: int, code: int | None, subcode: int | None, error: type[NotSent]
) -> None:
    """By code; an answer without one is nobody's word for anything."""
    told = meaning(status, code, subcode)

    assert type(told) is error
    assert told.code == code
