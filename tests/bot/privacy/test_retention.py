"""What has been kept for long enough is erased, and nothing younger."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.attachments.files import Files
from bot.attachments.tables import Attachment
from bot.channels.missed_call.tables import MissedCall
from bot.channels.sms.tables import SmsLetter
from bot.channels.whatsapp.tables import Arrival, Identity
from bot.people.tables import Code
from bot.privacy.retention import Retention
from bot.privacy.rules import rules
from bot.staff.tables import StaffMember
from bot.store.database import Database
from bot.store.tables import Base, Conversation, Entry, Inbound, Offer
from bot.unclear.tables import LineProposal
from bot.wording import Wording
from launch import ROOT
from tests.bot.conftest import on_both_databases

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
NUMBER = "9876543210"
OLD, YOUNG = "0" * 32, "1" * 32
FILE = "0a1b2c3d-0000-5000-8000-00000000000"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    await database.migrate()
    yield database
    await database.close()


def rows(name: str, at: datetime, file: str) -> list[list[Base]]:
    """Something of everything, of one conversation at one moment; parents first."""
    phone = f"91{NUMBER}" if name == OLD else "919876500000"
    talk = Conversation(
        id=name, channel="whatsapp", channel_user=phone, draft={"id": "d"}, known={"x": NUMBER}
    )
    talk.created_at = talk.last_turn_at = at
    entry = Entry(conversation_id=name, author="consumer", text=f"words of {name}", at=at)
    return [
        [talk],
        [entry, Offer(conversation_id=name, payload="/a", title="A")],
        [
            Identity(name=phone, conversation_id=name),
            Arrival(wamid=name, sender=phone, said_at=at, taken_at=at, heard=None),
            SmsLetter(
                mobile_number=NUMBER,
                key="k",
                language="hi",
                template_id="1",
                text="t",
                secret=False,
                segments=1,
                status="sent",
                send_after=at,
                at=at,
            ),
            MissedCall(
                provider="p", call_id=name, mobile_number=NUMBER, status="done", at=at, due_at=at
            ),
            Code(
                conversation_id=name,
                mobile_number=NUMBER,
                purpose="p",
                code_hash="h",
                made_at=at,
                expires_at=at,
            ),
        ],
    ]


async def store(database: Database, files: Files, name: str, at: datetime, file: str) -> None:
    """Store it, with a file that came with the words."""
    parents, words, others = rows(name, at, file)
    entry = words[0]
    assert isinstance(entry, Entry)
    files.write(file, b"photo")
    async with database.writing() as session:
        session.add_all(parents)
        await session.flush()
        session.add_all([*words, *others])
        await session.flush()
        session.add(
            Inbound(
                id=entry.id,
                conversation_id=name,
                message_id=name,
                payload='/inform{"a": 1}',
                status="answered",
                due_at=at,
            )
        )
        await session.flush()
        session.add(
            Attachment(
                id=file,
                conversation_id=name,
                inbound_id=entry.id,
                sort="photo",
                status="brought",
                kept_at=at,
            )
        )


@on_both_databases
async def test_what_is_old_goes_and_what_is_young_stays(database: Database, tmp_path: Path) -> None:
    """Of every kind; the transcript keeps its rows, which reports count."""
    files = Files(tmp_path / "media")
    longest = max(rules().keeps.values())
    await store(database, files, OLD, NOW - timedelta(days=longest + 1), f"{FILE}0")
    await store(database, files, YOUNG, NOW - timedelta(hours=1), f"{FILE}1")
    erased = await Retention(database, files, lambda: NOW).once()

    async with database.session() as session:
        old, young = [await session.get_one(Conversation, name) for name in (OLD, YOUNG)]
        entries = (await session.execute(select(Entry.text, Entry.kind).order_by(Entry.id))).all()
        payloads = (await session.scalars(select(Inbound.payload).order_by(Inbound.id))).all()
        left = [
            await session.scalar(select(func.count()).select_from(table))
            for table in (Offer, Identity, Arrival, SmsLetter, MissedCall, Code, Attachment)
        ]
    assert (old.channel_user, old.draft, old.known) == (None, None, {})
    assert young.channel_user and young.draft and young.known
    assert [tuple(one) for one in entries] == [(None, "erased"), (f"words of {YOUNG}", None)]
    assert payloads == [None, '/inform{"a": 1}']
    assert left == [1] * 7
    assert erased["words"] == erased["person"] == erased["attachments"] == 1
    with pytest.raises(FileNotFoundError):
        files.read(f"{FILE}0")
    assert files.read(f"{FILE}1") == b"photo"


@on_both_databases
async def test_thousands_go_in_batches_and_a_second_night_finds_nothing(
    database: Database, tmp_path: Path
) -> None:
    """Whatever their number."""
    at = NOW - timedelta(days=400)
    async with database.writing() as session:
        talk = Conversation(id=OLD, channel="web", created_at=at, last_turn_at=NOW)
        session.add(talk)
        await session.flush()
        session.add_all(
            Entry(conversation_id=OLD, author="bot", text=f"{n}", at=at) for n in range(1001)
        )
    retention = Retention(database, Files(tmp_path), lambda: NOW)
    first, second = await retention.once(), await retention.once()
    assert (first["words"], second["words"]) == (1001, 0)


@on_both_databases
async def test_what_staff_proposed_goes_as_well_and_is_not_asked_again(
    database: Database, tmp_path: Path
) -> None:
    """A message outlives no decision about it: its words go first."""
    keeps = timedelta(days=rules().keeps["line_proposals"])
    async with database.writing() as session:
        member = StaffMember(login="meera", name="Meera", role="supervisor", created_at=NOW)
        session.add(member)
        await session.flush()
        session.add_all(
            LineProposal(number=number, language="hi", staff_id=member.id, at=at)
            for number, at in ((1, NOW - keeps - timedelta(days=1)), (2, NOW - keeps / 2))
        )
    erased = await Retention(database, Files(tmp_path), lambda: NOW).once()
    async with database.session() as session:
        left = (await session.scalars(select(LineProposal.number))).all()
    assert (erased["line_proposals"], left) == (1, [2])
    assert rules().keeps["line_proposals"] >= rules().keeps["words"]


def test_each_rule_has_its_words_for_the_page() -> None:
    """In all three languages; nothing is kept for ever unsaid."""
    wording = Wording(ROOT / "locales")
    for name, days in rules().keeps.items():
        assert wording.can_say(f"privacy.keeps.{name}", {})
        assert 0 < days <= 365


def test_nobody_may_keep_less_than_the_law_wants_once_it_holds() -> None:
    """Until 13 May 2027 a wish is done at once."""
    before, after = datetime(2027, 5, 12, tzinfo=UTC), datetime(2027, 5, 14, tzinfo=UTC)
    assert rules().erasable_at(before) == before
    assert rules().erasable_at(after) == after - timedelta(days=365)
