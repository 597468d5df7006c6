"""What people send: fetched at its turn, checked, kept for the ticket, or honestly refused."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.attachments.files import Files
from bot.attachments.tables import TO_BRING, Attachment
from bot.attachments.taking import MOST_TRIES, Attachments
from bot.conversations import Conversations
from bot.conversations.service import now_in_utc
from bot.errors import MediaAway, MediaGone, NotUnderstood
from bot.messages import InboundMessage, Media
from bot.rasa import Rasa
from bot.speech_to_text import SpeechToText
from bot.store.database import Database
from bot.store.tables import Conversation
from bot.wording import Wording
from tests.bot.conftest import on_both_databases
from tests.bot.media import HTML, JPEG, OGG, PDF, Shelf, digest, photo
from tests.fakes.rasa import FakeRasa, bubble, record

pytestmark = on_both_databases


class House:
    """One gateway process's conversations with what they keep."""

    def __init__(self, talks: Conversations, database: Database, folder: Path) -> None:
        self.talks = talks
        self.database = database
        self.folder = folder
        self.shelf = Shelf(photo=JPEG, paper=PDF, note=OGG)
        talks.bring_media_from("telegram", self.shelf)
        self.sent = 0
        self.hours_later = 0

    def clock(self) -> datetime:
        """Now, or as many hours later as a test wants."""
        return now_in_utc() + timedelta(hours=self.hours_later)

    def ring(self) -> None:
        """Wake whoever brings attachments to their tickets."""
        self.talks.bell.ring(TO_BRING)

    async def send(self, media: Media | None = None, text: str | None = None) -> None:
        """One message of the one person here, answered or put off."""
        here = (await self.talks.open("telegram", "7")).conversation_id
        self.sent += 1
        await self.talks.receive(InboundMessage(here, f"tg:{self.sent}", text, media=media))

    async def rows(self) -> list[Attachment]:
        """All attachments, in the order of their messages."""
        async with self.database.session() as session:
            query = select(Attachment).order_by(Attachment.inbound_id)
            return list((await session.scalars(query)).all())


@asynccontextmanager
async def open_house(
    database_url: str, locales: Path, rasa_url: str, folder: Path, speech: SpeechToText | None
) -> AsyncIterator[House]:
    database = Database(database_url)
    await database.migrate()
    rasa = Rasa(rasa_url, None, 10)
    keeping = Attachments(database, Files(folder), now_in_utc, speech)
    talks = Conversations(database, rasa, Wording(locales), attachments=keeping)
    yield House(talks, database, folder)
    await talks.close()
    await rasa.close()
    await database.close()


@pytest.fixture
async def house(
    database_url: str, locales: Path, rasa_url: str, tmp_path: Path
) -> AsyncIterator[House]:
    async with open_house(database_url, locales, rasa_url, tmp_path / "media", None) as house:
        yield house


async def test_a_photo_is_kept_privately_under_our_own_name(house: House, rasa: FakeRasa) -> None:
    """Rasa is told of it; the file's mode is for its owner alone, whatever they called it."""
    await house.send(photo(file_name="../../etc/passwd", sha256=digest(JPEG), size=len(JPEG)))

    (row,) = await house.rows()
    assert (row.status, row.mime_type, row.sha256) == ("kept", "image/jpeg", digest(JPEG))
    (file,) = [path for path in house.folder.rglob("*") if path.is_file()]
    assert file.name == row.id
    assert file.read_bytes() == JPEG
    assert file.stat().st_mode & 0o777 == 0o600
    assert rasa.messages() == ['/inform{"attachment": "photo"}']
    assert rasa.asked[0]["metadata"]["attachments"] == 1


@pytest.mark.parametrize(
    ("media", "why"),
    [
        (photo(pointer={"id": "paper"}), "another_kind"),
        (photo(pointer={"id": "page"}, mime_type="image/jpeg"), "another_kind"),
        (photo(pointer={"id": "nowhere"}), "gone"),
        (photo(sha256=digest(PDF)), "changed"),
        (photo(size=10**9), "too_big"),
        (photo(pointer={"id": "heavy"}), "too_big"),
    ],
)
async def test_what_is_not_what_it_should_be_is_refused_and_said_so(
    house: House, rasa: FakeRasa, media: Media, why: str
) -> None:
    """The person is answered, and nothing of it stays on disk."""
    house.shelf.holds |= {"page": HTML, "heavy": JPEG + b"\x00" * 11_000_000}
    await house.send(media)

    (row,) = await house.rows()
    assert (row.status, row.why) == ("refused", why)
    assert not house.folder.exists()
    assert rasa.messages() == ['/inform{"attachment": "refused"}']
    assert rasa.asked[0]["metadata"]["attachments"] == 0


async def test_what_is_away_is_asked_for_again_and_then_given_up(
    house: House, rasa: FakeRasa
) -> None:
    """The caption is answered at last, with or without the photo."""
    house.shelf.failing = [MediaAway("503")]
    await house.send(photo(), "tar gira hai")
    assert rasa.messages() == []
    here = (await house.talks.open("telegram", "7")).conversation_id
    await house.talks.answer_open(here)
    assert (await house.rows())[0].status == "kept"
    assert rasa.messages() == ["tar gira hai"]

    house.shelf.failing = [MediaAway("503") for _ in range(MOST_TRIES)]
    await house.send(photo(), "yeh bhi")
    while len(rasa.messages()) < 2:
        await house.talks.answer_open(here)
    assert (await house.rows())[1].why == "gone"
    assert rasa.asked[-1]["metadata"]["attachment"] == "refused"


async def test_a_turn_that_is_repeated_keeps_the_photo_once(house: House, rasa: FakeRasa) -> None:
    """It is not even fetched again."""
    rasa.script = lambda _message, _metadata: []
    await house.send(photo())
    rasa.script = lambda _message, _metadata: [bubble("test.yes"), record()]
    await house.talks.answer_open((await house.talks.open("telegram", "7")).conversation_id)

    assert (house.shelf.asked, len(await house.rows())) == (1, 1)


async def test_all_that_waits_is_tied_to_the_ticket_that_is_made(
    house: House, rasa: FakeRasa
) -> None:
    """What came a day earlier belongs to something else; what comes later waits for the next."""
    await house.send(photo())
    await house.send(Media("document", {"id": "paper"}))
    async with house.database.writing() as session:
        old = await session.get_one(Attachment, (await house.rows())[0].id)
        old.kept_at -= timedelta(hours=25)
    number = "FLT-2026-000123"
    rasa.script = lambda _message, _metadata: [bubble("test.yes"), record(attach_to=number)]
    await house.send(text="light nahi hai")
    rasa.script = lambda _message, _metadata: [bubble("test.yes"), record()]
    await house.send(photo())

    tied = [(row.status, row.ticket_number) for row in await house.rows()]
    assert tied == [("kept", None), ("tied", number), ("kept", None)]


async def test_no_conversation_fills_the_disk(
    house: House, rasa: FakeRasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the bound of a day nothing is even fetched; the person is answered, also the next
    day, when there is room again."""
    monkeypatch.setattr("bot.attachments.taking.MOST_A_DAY", 2)
    for _ in range(3):
        await house.send(photo())
    assert [row.why for row in await house.rows()] == [None, None, "too_many"]
    assert house.shelf.asked == 2

    async with house.database.writing() as session:
        for row in await house.rows():
            (await session.get_one(Attachment, row.id)).kept_at -= timedelta(hours=25)
    await house.send(photo())
    assert (await house.rows())[-1].status == "kept"


async def test_while_a_person_has_the_conversation_photos_are_kept_for_them(
    house: House, rasa: FakeRasa
) -> None:
    """The bot says nothing, and nothing is lost."""
    rasa.script = lambda _message, _metadata: [bubble("test.yes"), record()]
    await house.send(text="namaste")
    here = (await house.talks.open("telegram", "7")).conversation_id
    async with house.database.writing() as session:
        (await session.get_one(Conversation, here)).owner = "person"
    await house.send(photo())

    assert (await house.rows())[0].status == "kept"
    assert rasa.messages() == ["namaste"]


class Scribe:
    """Writes down speech as told; an exception is raised."""

    def __init__(self, said: str | Exception) -> None:
        self.said = said
        self.asked: list[tuple[str, str]] = []

    async def words_of(self, audio: bytes, mime_type: str, language: str) -> str:
        self.asked.append((mime_type, language))
        if isinstance(self.said, Exception):
            raise self.said
        return self.said


VOICE = Media("voice", {"id": "note"}, mime_type="audio/ogg; codecs=opus")


@pytest.mark.parametrize(
    ("said", "told", "shown"),
    [
        (" bijli nahi hai\n", "bijli nahi hai", "bijli nahi hai"),
        ('/inform{"locality": "x"}', "?", '/inform{"locality": "x"}'),
        ("", '/inform{"attachment": "voice"}', None),
        (NotUnderstood("503"), '/inform{"attachment": "voice"}', None),
    ],
)
async def test_spoken_words_go_the_way_of_written_ones(
    database_url: str,
    locales: Path,
    rasa_url: str,
    tmp_path: Path,
    rasa: FakeRasa,
    said: str | Exception,
    told: str,
    shown: str | None,
) -> None:
    """They command nothing, the transcript shows that they were spoken, the note is kept; where
    nobody could write it down, Rasa hears that there is one."""
    scribe = Scribe(said)
    folder = tmp_path / "media"
    async with open_house(database_url, locales, rasa_url, folder, scribe) as house:
        await house.send(VOICE)
        here = (await house.talks.open("telegram", "7")).conversation_id
        entry: dict[str, Any] = (await house.talks.transcript(here))[0]
        (row,) = await house.rows()

    assert rasa.messages() == [told]
    assert (entry["media"], entry["text"]) == ("voice", shown)
    assert (row.status, scribe.asked) == ("kept", [("audio/ogg", "hi")])


async def test_without_a_scribe_a_note_is_kept_for_staff(house: House, rasa: FakeRasa) -> None:
    """As it is by default."""
    await house.send(VOICE)

    assert (await house.rows())[0].mime_type == "audio/ogg"
    assert rasa.messages() == ['/inform{"attachment": "voice"}']


async def test_a_channel_that_cannot_give_it_out_is_no_fault_of_the_person(
    house: House, rasa: FakeRasa
) -> None:
    """Gone is answered at once, not tried again."""
    house.shelf.failing = [MediaGone("expired")]
    await house.send(photo())

    assert rasa.messages() == ['/inform{"attachment": "refused"}']
