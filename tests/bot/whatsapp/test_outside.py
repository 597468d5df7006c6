"""What is said to people who have not written for 24 hours."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import select

from bot.channels.sms.tables import SmsLetter
from bot.channels.sms.templates import Templates as SmsTemplates
from bot.channels.sms.templates import approve
from bot.channels.whatsapp.errors import BadTemplates
from bot.channels.whatsapp.templates import Templates
from bot.notices.wording import FORMS
from bot.settings import Settings
from bot.store.database import Database
from bot.wording.catalogue import LOCALES, read_catalogue
from tests.bot.whatsapp.conftest import Clock, OpenChannel
from tests.bot.whatsapp.test_delivery import Book
from tests.bot.whatsapp.test_talking import words
from tests.fakes.rasa import FakeRasa, bubble, record
from tests.fakes.whatsapp import ASHA, FakeWhatsApp, refusal

PATIENCE = 30
SAID = "bijli_echo_said"
LANGUAGES = {"hi": {"code": "hi"}, "hi-Latn": {"code": "en", "suffix": "_latin"}}
BOOK = {
    "languages": LANGUAGES,
    "templates": {
        "test.echo": {"name": SAID, "parameters": ["said"]},
        "test.yes": {"name": "bijli_yes", "quick_replies": 1},
    },
}
SMS = {"test.echo": {"category": "service_implicit", "variables": ["said"]}}
SMS_TEXT = {"text": {"hi": "Bijli: {#var#}."}, "id": {"hi": "1" * 19}}


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    path = tmp_path / "templates.yml"
    path.write_text(yaml.safe_dump(BOOK))
    return path


@pytest.fixture
async def book(database_url: str) -> Any:
    database = Database(database_url)
    yield Book(database)
    await database.close()


@pytest.fixture
async def sms(tmp_path: Path, database_url: str) -> Any:
    """An SMS is approved for the sentence; gives what was queued."""
    path = tmp_path / "sms.yml"
    path.write_text(yaml.safe_dump({"test.echo": SMS["test.echo"] | SMS_TEXT}))
    database = Database(database_url)

    async def queued() -> list[tuple[str, str]]:
        async with database.session() as session:
            found = (await session.scalars(select(SmsLetter))).all()
        return [(one.mobile_number, one.text or "") for one in found]

    def start() -> Any:
        approve(SmsTemplates(path, lambda value, _language: str(value)))
        return queued

    yield start
    approve(None)
    await database.close()


async def late(whatsapp: FakeWhatsApp, rasa: FakeRasa, clock: Clock, **who: Any) -> None:
    """An answer that is ready 25 hours after the question."""
    rasa.held = asyncio.Event()
    await whatsapp.writes("1", **who)
    await rasa.reached.wait()
    clock.ahead += timedelta(hours=25)
    rasa.held.set()


@pytest.mark.usefixtures("rasa_url")
async def test_a_template_brings_what_may_not_be_said_freely(
    open_channel: OpenChannel, whatsapp: FakeWhatsApp, rasa: FakeRasa, clock: Clock, templates: Path
) -> None:
    """In the person's language, with the arguments in their places."""
    whatsapp.templates.approved[SAID, "hi"] = 1
    async with open_channel(whatsapp_templates=templates):
        await late(whatsapp, rasa, clock)
        (sent,) = await whatsapp.has_sent(1)

    assert (sent["sort"], sent["text"], sent["language"]) == ("template", SAID, "hi")
    assert sent["parameters"] == ["1"]


@pytest.mark.usefixtures("rasa_url")
async def test_a_tap_below_a_template_stands_for_its_payload(
    open_channel: OpenChannel, whatsapp: FakeWhatsApp, rasa: FakeRasa, clock: Clock, templates: Path
) -> None:
    """As below any other message, and it opens the 24 hours."""
    whatsapp.templates.approved["bijli_yes", "hi"] = 0
    choices = [{"key": "test.yes", "payload": '/inform{"fixed": "yes"}'}]
    rasa.script = lambda _m, _d: [bubble("test.yes", choices=choices), record()]
    async with open_channel(whatsapp_templates=templates):
        await late(whatsapp, rasa, clock)
        (sent,) = await whatsapp.has_sent(1)
        button = {"payload": sent["choices"][0]["payload"], "text": "Haan"}
        await whatsapp.brings(whatsapp.message(type="button", button=button))
        await whatsapp.has_sent(2)

    assert rasa.messages() == ["1", '/inform{"fixed": "yes"}']


@pytest.mark.usefixtures("rasa_url")
async def test_a_template_that_meta_refuses_gives_way_to_an_sms(
    open_channel: OpenChannel,
    whatsapp: FakeWhatsApp,
    rasa: FakeRasa,
    clock: Clock,
    templates: Path,
    book: Book,
    sms: Any,
) -> None:
    """Once, to the number from which the person writes."""
    async with open_channel(whatsapp_templates=templates):
        queued = sms()
        await late(whatsapp, rasa, clock)
        await book.has(("texted", 132001))

    assert whatsapp.sent == []
    assert await queued() == [(ASHA.removeprefix("91"), "Bijli: 1.")]


@pytest.mark.usefixtures("rasa_url")
async def test_a_template_that_fails_later_gives_way_as_well(
    open_channel: OpenChannel,
    whatsapp: FakeWhatsApp,
    rasa: FakeRasa,
    clock: Clock,
    templates: Path,
    book: Book,
    sms: Any,
) -> None:
    """Meta takes it and reports the failure by a status, which comes twice."""
    whatsapp.templates.approved[SAID, "hi"] = 1
    async with open_channel(whatsapp_templates=templates):
        queued = sms()
        await late(whatsapp, rasa, clock)
        (sent,) = await whatsapp.has_sent(1)
        for _ in range(2):
            await whatsapp.reports(sent, "failed", errors=[{"code": 131026}])
        await book.has(("texted", 131026))
        await whatsapp.reports(sent, "delivered")

    assert await book.letters() == [("texted", 131026)]
    assert len(await queued()) == 1


@pytest.mark.parametrize("code", [132001, 132015, 131047])
@pytest.mark.usefixtures("rasa_url")
async def test_without_template_and_sms_it_is_kept_until_the_person_writes(
    open_channel: OpenChannel,
    whatsapp: FakeWhatsApp,
    rasa: FakeRasa,
    clock: Clock,
    templates: Path,
    book: Book,
    code: int,
) -> None:
    """Also a person without a number; Meta is asked about the template once only, whatever it
    has against it."""
    whatsapp.refusals = [refusal(code)]
    async with open_channel(whatsapp_templates=templates):
        await late(whatsapp, rasa, clock, phone=None, from_user_id="IN.123")
        await book.has(("held", code))
        await whatsapp.writes("2", None, from_user_id="IN.123")
        sent = await whatsapp.has_sent(2)

    assert words(sent) == ["1", "2"]
    assert whatsapp.tried == 3


@pytest.mark.usefixtures("rasa_url")
async def test_what_is_kept_holds_up_no_notice_that_may_go(
    open_channel: OpenChannel,
    whatsapp: FakeWhatsApp,
    rasa: FakeRasa,
    clock: Clock,
    templates: Path,
    book: Book,
) -> None:
    """The answer of two bubbles waits for whoever asked; the next one has a template."""
    whatsapp.templates.approved[SAID, "hi"] = 1
    two = [bubble("test.no"), bubble("test.long")]
    rasa.script = lambda message, _d: [
        *(two if message == "1" else [bubble("test.echo", {"said": message})]),
        record(),
    ]
    async with open_channel(whatsapp_templates=templates):
        rasa.held = asyncio.Event()
        await whatsapp.writes("1")
        brought_late = whatsapp.people.words("2")
        await rasa.reached.wait()
        clock.ahead += timedelta(hours=25)
        await whatsapp.brings(brought_late)
        rasa.held.set()
        (sent,) = await whatsapp.has_sent(1)
        assert sent["parameters"] == ["2"]
        await book.has(("held", None), ("sent", None))
        await whatsapp.writes("3")
        *_, kept, _third = await whatsapp.has_sent(3)

    assert kept["text"] == "test.no [hi]\n\ntest.long [hi]"


@pytest.mark.usefixtures("rasa_url")
async def test_an_account_that_may_send_nothing_is_waited_for(
    open_channel: OpenChannel,
    whatsapp: FakeWhatsApp,
    rasa: FakeRasa,
    clock: Clock,
    templates: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """That is no fault of the template: nothing goes by SMS for it."""
    monkeypatch.setattr("bot.channels.whatsapp.sending.ACCOUNT_SECONDS", 0.01)
    whatsapp.templates.approved[SAID, "hi"] = 1
    whatsapp.refusals = [refusal(190, 401)]
    async with open_channel(whatsapp_templates=templates):
        await late(whatsapp, rasa, clock)
        (sent,) = await whatsapp.has_sent(1)

    assert sent["sort"] == "template"


@pytest.mark.parametrize("language", LOCALES)
def test_every_template_of_ours_fits_its_sentence(language: str) -> None:
    """Its parameters are the places of the sentence in their order, none at its beginning or
    end, which Meta refuses: what is approved is what the person would have read."""
    settings = Settings()
    catalogue = read_catalogue(settings.locales_dir, LOCALES[language][0])
    for key, template in Templates(settings.whatsapp_templates).all_in(language).items():
        sentence = catalogue.sentence(key, None) or ""
        assert tuple(re.findall(r"{(\w+)}", sentence)) == template.parameters, key
        assert sentence[0] != "{", key
        assert sentence[-1] != "}", key


def test_every_notice_has_a_template_with_its_buttons() -> None:
    """People hear of their complaint on the day when something happens to it."""
    found = Templates(Settings().whatsapp_templates).all_in("hi")
    for form in FORMS.values():
        for key in filter(None, (form.key, form.fuller)):
            assert key in found
        assert found[form.key].quick_replies == len(form.choices), form.key


def test_a_way_of_writing_has_its_own_name_and_code(templates: Path) -> None:
    """Meta knows no Hindi in Latin letters, so it is another template; English is absent here."""
    found = Templates(templates)
    hindi, latin = found.find("test.echo", "hi"), found.find("test.echo", "hi-Latn")

    assert hindi and (hindi.name, hindi.code) == (SAID, "hi")
    assert latin and (latin.name, latin.code) == (f"{SAID}_latin", "en")
    assert found.find("test.echo", "en") is None
    assert found.find("test.other", "hi") is None


def test_values_are_brought_into_one_line(templates: Path) -> None:
    """Meta refuses a value with line ends, tabs or long blanks, and an empty one."""
    found = Templates(templates).find("test.echo", "hi")
    assert found is not None
    content = found.filled({"said": "one\n\n two\t    three"}, ())

    (body,) = content["template"]["components"]
    assert body["parameters"] == [{"type": "text", "text": "one two three"}]
    for value in (" \n", ""):
        with pytest.raises(LookupError):
            found.filled({"said": value}, ())


@pytest.mark.parametrize(
    "text", ["", "[]", "languages: {}", "a: [", "templates: {x: {name: 'A B'}}"]
)
def test_a_file_that_cannot_be_used_is_found_at_start(tmp_path: Path, text: str) -> None:
    """Not when the first notice is due."""
    path = tmp_path / "templates.yml"
    path.write_text(text)
    with pytest.raises(BadTemplates):
        Templates(path)
