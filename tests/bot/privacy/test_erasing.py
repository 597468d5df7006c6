"""Who wants to be erased is erased: at once where it may be, later where somebody still waits."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from bot.attachments.files import Files
from bot.conversations.bell import Bell
from bot.privacy.erasing import Eraser
from bot.privacy.tables import Erasure
from bot.staff.tables import Deed, StaffMember
from bot.store.database import Database
from bot.store.tables import Inbound, KeptRequest
from bot.unclear.tables import LineProposal
from launch import ROOT
from tests.bot.chat import Chat
from tests.bot.conftest import Gateway, on_both_databases
from tests.bot.privacy.stored import everything
from tests.fakes.rasa import FakeRasa, bubble, record

PATIENCE = 30
NAME, WORDS = "Asha Devi", "meter se dhuan nikla"
KEPT = {"id": "0a1b2c3d-0000-5000-8000-000000000000", "errand": "report_fault", "values": {}}
CHOICE = {"key": "button.person", "payload": f'/inform{{"person_name": "{NAME}"}}'}


class Utility:
    """An action server that understands what people want of their data. `keeps`: it keeps a
    request while its backend is away."""

    def __init__(self, *, keeps: bool = False) -> None:
        self.keeps = keeps

    def script(self, message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
        """One turn."""
        if metadata.get("deliver"):
            again = [record(kept=[metadata["deliver"]], known=metadata["known"])]
            return again if self.keeps else [record(known={})]
        if message in ("held", "erase"):
            known = {} if message == "erase" else metadata["known"]
            return [bubble("privacy.not_erased"), record(privacy=message, known=known)]
        known = {"mobile_number": "9876543210"}
        kept = [KEPT] if self.keeps else []
        draft = {"id": "d1", "errand": "report_fault", "values": {"person_name": NAME}}
        said = bubble("unknown.ticket", {"number": NAME}, [CHOICE])
        return [said, record(draft=draft, known=known, kept=kept)]


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    """Look until something is so."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if await true():
                return
            await asyncio.sleep(0.05)


async def erasures(database_url: str) -> list[Erasure]:
    """Everything that somebody wanted erased."""
    database = Database(database_url)
    async with database.session() as session:
        found = list((await session.scalars(select(Erasure).order_by(Erasure.id))).all())
    await database.close()
    return found


async def propose(database_url: str, text: str) -> None:
    """Staff have proposed the first message as a training line."""
    member = StaffMember(
        login="meera", name="Meera", role="supervisor", created_at=datetime.now(UTC)
    )
    database = Database(database_url)
    async with database.writing() as session:
        session.add(member)
        await session.flush()
        session.add(
            LineProposal(
                number=await session.scalar(select(Inbound.id)),
                text=text,
                language="hi",
                intent="report_fault",
                staff_id=member.id,
                at=datetime.now(UTC),
            )
        )
    await database.close()


async def is_done(database_url: str) -> bool:
    """Whether the only erasure has come to its end."""
    return (await erasures(database_url))[0].done_at is not None


@on_both_databases
async def test_erase_me_leaves_no_word_and_says_what_stays(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, database_url: str
) -> None:
    """Words, what staff proposed of them as a training line, buttons, the errand and what was
    remembered; the answer to the wish stays."""
    rasa.script = Utility().script
    async with gateway(locales_dir=ROOT / "locales") as url, Chat.opened(url) as chat:
        await chat.write(f"{WORDS} {NAME}")
        await propose(database_url, WORDS)
        answer = await chat.texts("erase")
        await until(lambda: is_done(database_url))
        shown = await chat.transcript()
        stored = everything(database_url)

    assert WORDS not in stored and NAME not in stored and "9876543210" not in stored
    assert [entry["text"] for entry in shown] == answer


@on_both_databases
async def test_who_asks_hears_what_is_held(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, database_url: str
) -> None:
    """How much since when, and which kinds of facts; no value is repeated."""
    rasa.script = Utility().script
    async with gateway(locales_dir=ROOT / "locales") as url, Chat.opened(url) as chat:
        await chat.write("What is up with my meter please")
        told = "\n".join(await chat.texts("held"))

    assert "Chats: 1, messages: 3" in told
    assert "Remembered about you: Mobile number" in told
    assert "9876543210" not in told and NAME not in told


@on_both_databases
async def test_a_kept_request_is_delivered_before_it_goes(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, database_url: str
) -> None:
    """Its errand is the person's own wish too; the erasure waits and says for what."""
    utility = Utility(keeps=True)
    rasa.script = utility.script
    async with gateway(locales_dir=ROOT / "locales") as url, Chat.opened(url) as chat:
        await chat.write(WORDS)
        await chat.write("erase")

        async def waits() -> bool:
            return (await erasures(database_url))[0].waits_for == ["kept_requests"]

        await until(waits)
        assert WORDS not in everything(database_url)
        utility.keeps = False
        database = Database(database_url)

        async def delivered() -> bool:
            async with database.session() as session:
                return bool(await session.scalar(select(KeptRequest.delivered_at)))

        await until(delivered)
        await Eraser(database, Files(Path("/nowhere")), Bell(), lambda: datetime.now(UTC)).once()
        async with database.session() as session:
            assert await session.scalar(select(KeptRequest.id)) is None
        await database.close()
    assert await is_done(database_url)


@on_both_databases
async def test_an_erasure_outlives_the_process_and_is_on_record_without_what_was_erased(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, database_url: str
) -> None:
    """Stored with the answer; the next start goes on with it."""
    rasa.script = Utility().script
    async with gateway(locales_dir=ROOT / "locales") as url, Chat.opened(url) as chat:
        await chat.write(WORDS)
        await chat.write("erase")
        await until(lambda: is_done(database_url))
    database = Database(database_url)
    async with database.writing() as session:  # as if it had died before the last step
        await session.execute(update(Erasure).values(done_at=None))
    async with gateway(locales_dir=ROOT / "locales"):
        await until(lambda: is_done(database_url))
    async with database.session() as session:
        deeds = (await session.scalars(select(Deed).order_by(Deed.id))).all()
    await database.close()

    assert [deed.what for deed in deeds] == ["erasure_wanted", "erased", "erased"]
    assert {deed.subject for deed in deeds} == {f"conversation:{chat.id}"}
    assert all(deed.details == {} for deed in deeds)


@on_both_databases
async def test_from_may_2027_words_go_after_the_year_that_the_law_sets(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, database_url: str
) -> None:
    """Rules of 2025, rule 8(3): until then the erasure waits and says so."""
    rasa.script = Utility().script
    now = datetime(2027, 6, 1, 9, tzinfo=UTC)
    async with gateway(lambda: now, locales_dir=ROOT / "locales") as url, Chat.opened(url) as chat:
        await chat.write(WORDS)
        await chat.write("erase")

        async def waits() -> bool:
            return (await erasures(database_url))[0].waits_for == ["law"]

        await until(waits)
        assert WORDS in everything(database_url)
    later = now + timedelta(days=366)
    async with gateway(lambda: later, locales_dir=ROOT / "locales"):
        await until(lambda: is_done(database_url))
    assert WORDS not in everything(database_url)
