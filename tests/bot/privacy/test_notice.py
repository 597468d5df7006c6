"""People are told what becomes of their data before they are asked for it, and once."""

from typing import Any

from sqlalchemy import select

from bot.privacy.notice import VERSION
from bot.privacy.tables import Consent
from bot.store.database import Database
from launch import ROOT
from tests.bot.chat import Chat
from tests.bot.conftest import Gateway, on_both_databases
from tests.fakes.rasa import FakeRasa, bubble, record

DRAFT = {"id": "d1", "errand": "report_fault", "values": {}}


def asks_for_a_number(message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
    """A turn that goes on with an errand; its question is about the person."""
    asked = bubble("ask.mobile_number", expects="mobile_number")
    return [asked, record(draft=DRAFT, personal=message != "hello")]


async def consents(database_url: str) -> list[Consent]:
    """What is on record."""
    database = Database(database_url)
    async with database.session() as session:
        found = list((await session.scalars(select(Consent))).all())
    await database.close()
    return found


@on_both_databases
async def test_the_notice_stands_before_the_first_question_about_the_person_and_once(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, database_url: str
) -> None:
    """In the language of the conversation, with the address of the page; no turn is added."""
    rasa.script = asks_for_a_number
    public = "https://bijli.example"
    async with (
        gateway(locales_dir=ROOT / "locales", public_url=public) as url,
        Chat.opened(url) as chat,
    ):
        first = await chat.texts("hello")
        second = (await chat.write("there is no supply at my house"))["replies"]
        third = await chat.texts("9876543210")

    assert len(first) == len(third) == 1
    notice, question = second
    assert "'my data'" in notice["text"]
    assert f"{public}/privacy" in notice["text"]
    assert (notice["expects"], question["expects"]) == (None, "mobile_number")


@on_both_databases
async def test_going_on_is_agreeing_and_stands_on_record(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, database_url: str
) -> None:
    """With the language and the version of what was shown, and when."""
    rasa.script = asks_for_a_number
    async with gateway(locales_dir=ROOT / "locales") as url, Chat.opened(url) as chat:
        await chat.write("mere ghar mein light nahi aa rahi hai")
        (shown,) = await consents(database_url)
        await chat.write("9876543210")
        (agreed,) = await consents(database_url)

    assert (shown.language, shown.version, shown.agreed_at) == ("hi-Latn", VERSION, None)
    assert agreed.agreed_at is not None and agreed.agreed_at >= agreed.shown_at


@on_both_databases
async def test_who_drops_the_errand_has_not_agreed(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, database_url: str
) -> None:
    """Stopping is no consent."""
    rasa.script = asks_for_a_number
    async with gateway(locales_dir=ROOT / "locales") as url, Chat.opened(url) as chat:
        await chat.write("there is no supply at my house")
        rasa.script = lambda _message, _metadata: [bubble("privacy.not_erased"), record()]
        await chat.write("stop")

    assert [one.agreed_at for one in await consents(database_url)] == [None]
