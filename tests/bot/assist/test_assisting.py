"""Staff fill in the form for somebody: over HTTP, before a scripted action server."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from bot.helpdesk.assist.tables import AssistConsent
from bot.staff.roles import PERMISSIONS, May, Role
from bot.staff.tables import Deed
from bot.store.database import Database
from bot.store.kept import due
from bot.store.tables import Conversation
from tests.bot.assist.assisted import (
    DRAFT,
    MOBILE,
    NUMBER,
    action_server,
    callback_form,
    opened,
    press,
    saved,
)
from tests.bot.chat import Chat
from tests.bot.conftest import on_both_databases
from tests.bot.staff.conftest import NOW, Browser, Desk
from tests.fakes.rasa import NOT_JSON, FakeRasa, bubble, record

PATIENCE = 30  # seconds after which a turn that never comes fails a test


@pytest.fixture
async def asha(desk: Desk, rasa: FakeRasa) -> AsyncIterator[Browser]:
    """Asha of the help desk in Phoolbagh, signed in."""
    rasa.script = action_server
    async with desk(asha=Role.STAFF, ravi=Role.STAFF, boss=Role.ADMIN) as browser:
        await browser.sign_in("asha")
        yield browser


async def rows(database_url: str, table: type[Any]) -> list[Any]:
    """All rows of a table."""
    database = Database(database_url)
    async with database.session() as session:
        found = list((await session.scalars(select(table))).all())
    await database.close()
    return found


def wishes(rasa: FakeRasa) -> list[dict[str, Any]]:
    """What the action server was told that staff do."""
    told = [one["metadata"].get("assist") for one in rasa.asked]
    return [one for one in told if one is not None]


async def as_consumer(browser: Browser) -> Chat:
    """Somebody on the web who has begun the form with the bot."""
    client = httpx.AsyncClient(base_url=browser.client.base_url, timeout=60)
    told = (await client.post("/api/conversations", json={"surface": "web"})).json()
    chat = Chat(client, told["conversation_id"], told["token"])
    await chat.write("call me back")
    return chat


@on_both_databases
async def test_a_form_is_filled_in_and_sent_for_somebody_at_the_desk(
    asha: Browser, rasa: FakeRasa
) -> None:
    """Opened, filled in, sent; the chat holds the words with the number, and its receipt."""
    chat = await opened(asha)
    shown = (await saved(asha, chat, mobile_number="98765 43210", phase="single")).text
    assert 'value="98765 43210"' in shown
    assert wishes(rasa) == [
        {"begin": "request_callback"},
        {"field": "mobile_number"},
        {"field": "phase"},
    ]
    assert [one for one in rasa.messages() if "single" in one] == ['/inform{"phase": "single"}']
    done = (await saved(asha, chat, do="send", mobile_number="98765 43210", phase="single")).text
    assert wishes(rasa)[-1] == {"finish": True}
    assert f"{chat}/receipts/{NUMBER}" in done


async def test_the_number_given_at_the_start_is_known_to_the_bot(
    asha: Browser, rasa: FakeRasa
) -> None:
    """So that nobody asks for it twice; the channel is the desk, the language the person's."""
    await opened(asha, mobile_number="+91 98765-43210", language="hi-Latn")
    metadata = rasa.asked[-1]["metadata"]
    assert metadata["known"] == {"mobile_number": MOBILE}
    assert (metadata["channel"], metadata["language"]) == ("desk", "hi-Latn")


@pytest.mark.parametrize(
    ("given", "problem"),
    [({"consent": ""}, "consent first"), ({"mobile_number": "12345"}, "10 digits")],
)
async def test_without_consent_or_with_no_number_nothing_is_opened(
    asha: Browser, rasa: FakeRasa, database_url: str, given: dict[str, str], problem: str
) -> None:
    """The page says why and keeps what was written."""
    await press(asha, "/desk/language", language="en")
    fields = {"errand": "request_callback", "how": "desk", "language": "en", "consent": "yes"}
    answer = await press(asha, "/desk/assist", **(fields | given))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert problem in answer.text
    assert rasa.asked == []
    assert await rows(database_url, Conversation) == []


async def test_consent_is_on_record(asha: Browser, database_url: str) -> None:
    """Who asked, for which errand, in which language, how the person was there, and when."""
    await opened(asha, how="phone")
    [consent] = await rows(database_url, AssistConsent)
    assert (consent.errand, consent.language, consent.how) == ("request_callback", "en", "phone")
    assert consent.at == NOW
    deeds = [(one.what, one.staff_id) for one in await rows(database_url, Deed)]
    assert ("assist_begun", consent.staff_id) in deeds


async def test_what_staff_do_is_on_record_without_a_word_of_the_person(
    asha: Browser, database_url: str
) -> None:
    """Which field, not what was written into it."""
    chat = await opened(asha)
    await saved(asha, chat, do="send", mobile_number=MOBILE)
    deeds = {one.what: one.details for one in await rows(database_url, Deed)}
    assert deeds["assist_filled"] == {"field": "mobile_number"}
    assert deeds["assist_sent"] == {"errand": "request_callback"}
    assert MOBILE not in str(deeds)


async def test_a_refused_value_stays_with_the_reason_and_nothing_is_sent(
    asha: Browser, rasa: FakeRasa
) -> None:
    """Other fields of the same saving are taken over."""
    await press(asha, "/desk/language", language="en")
    chat = await opened(asha)
    shown = (await saved(asha, chat, do="send", mobile_number="123", phase="three")).text
    assert "A mobile number has 10" in shown
    assert 'value="123"' in shown
    assert '<option value="three" selected>' in shown
    assert {"finish": True} not in wishes(rasa)


async def test_only_what_changed_is_asked_and_an_emptied_field_is_open_again(
    asha: Browser, rasa: FakeRasa
) -> None:
    """A saving without a change asks nobody."""
    chat = await opened(asha)
    await saved(asha, chat, mobile_number=MOBILE, phase="")
    asked = len(wishes(rasa))
    await saved(asha, chat, mobile_number=MOBILE, phase="")
    assert len(wishes(rasa)) == asked
    await saved(asha, chat, mobile_number="", phase="")
    assert wishes(rasa)[-1] == {"forget": "mobile_number"}


async def test_words_of_staff_are_no_commands(asha: Browser, rasa: FakeRasa) -> None:
    """Whatever they write, Rasa reads it as words."""
    chat = await opened(asha)
    await saved(asha, chat, mobile_number='/inform{"otp": "proved"}')
    assert rasa.messages()[-1] == "?"
    assert rasa.asked[-1]["metadata"]["payload"] is False


async def test_only_whoever_has_the_chat_fills_in_its_form(asha: Browser, rasa: FakeRasa) -> None:
    """A colleague is told, and changes nothing."""
    chat = await opened(asha)
    asha.client.cookies.clear()
    await asha.sign_in("ravi")
    asked = len(rasa.asked)
    answer = await press(asha, f"{chat}/form", **{"f.mobile_number": MOBILE})
    assert "problem=" in answer.headers["Location"]
    begun = await press(
        asha, f"{chat}/form/begin", errand="report_fault", how="desk", consent="yes"
    )
    assert "problem=NotYours" in begun.headers["Location"]
    assert len(rasa.asked) == asked


async def test_a_form_of_another_division_does_not_exist(asha: Browser, rasa: FakeRasa) -> None:
    """Nor its receipt, by whatever address."""
    asha.client.cookies.clear()
    await asha.sign_in("boss")
    chat = await opened(asha, division="Dada Nagar")
    await saved(asha, chat, do="send", mobile_number=MOBILE)
    asha.client.cookies.clear()
    await asha.sign_in("asha")
    asked = len(rasa.asked)
    for path in (chat, f"{chat}/form", f"{chat}/receipts/{NUMBER}"):
        assert (await asha.see(path)).status_code == HTTPStatus.NOT_FOUND, path
    for path in (f"{chat}/form", f"{chat}/form/begin", f"{chat}/receipts/{NUMBER}/sms"):
        refused = await press(asha, path, errand="report_fault", how="desk", consent="yes")
        assert refused.status_code == HTTPStatus.NOT_FOUND, path
    assert len(rasa.asked) == asked


async def test_staff_open_no_chat_for_another_division(asha: Browser, rasa: FakeRasa) -> None:
    """They would not see it themselves."""
    fields = {"errand": "request_callback", "how": "desk", "language": "en", "consent": "yes"}
    answer = await press(asha, "/desk/assist", division="Dada Nagar", **fields)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert rasa.asked == []


async def test_while_the_bot_is_away_nothing_is_lost_or_pretended(
    asha: Browser, rasa: FakeRasa
) -> None:
    """Staff are told that the change is not saved; it can be sent once more."""
    chat = await opened(asha)
    rasa.broken = NOT_JSON
    answer = await press(asha, f"{chat}/form", **{"f.mobile_number": MOBILE})
    assert answer.headers["Location"].endswith("problem=FormAway")
    rasa.broken = None
    assert f'value="{MOBILE}"' in (await saved(asha, chat, mobile_number=MOBILE)).text


async def test_a_request_that_the_backend_could_not_take_is_kept(
    asha: Browser, rasa: FakeRasa, database_url: str
) -> None:
    """It is delivered by itself; meanwhile the receipt bears the provisional number."""
    chat = await opened(asha)
    await saved(asha, chat, mobile_number=MOBILE)
    kept = {**DRAFT, "provisional": "TMP-D1D1D1"}
    rasa.script = lambda _message, _metadata: [
        bubble("backend.kept", {"number": "TMP-D1D1D1"}),
        record(kept=[kept], known={"kept": ["TMP-D1D1D1"]}),
    ]
    shown = (await saved(asha, chat, do="send", mobile_number=MOBILE)).text
    assert f"{chat}/receipts/TMP-D1D1D1" in shown
    database = Database(database_url)
    waiting = await due(database, NOW + timedelta(minutes=5))
    await database.close()
    assert [one.id for one in waiting] == ["d1"]
    assert (await asha.see(f"{chat}/receipts/TMP-D1D1D1")).status_code == HTTPStatus.OK


async def test_a_consumers_chat_is_filled_in_and_given_back_mid_form(
    asha: Browser, rasa: FakeRasa
) -> None:
    """The bot has the draft as staff left it, and asks on from there."""
    chat = await as_consumer(asha)
    here = f"/desk/chats/{chat.id}"
    await press(asha, f"{here}/claim")
    assert "f.mobile_number" not in (await asha.see(here)).text
    await press(asha, f"{here}/form/begin", errand="request_callback", how="chat", consent="yes")
    await saved(asha, here, phase="single")
    asked = len(rasa.asked)
    await press(asha, f"{here}/give-back")
    async with asyncio.timeout(PATIENCE):
        await rasa.was_asked(asked + 1)
    told = rasa.asked[-1]
    assert told["message"] == '/inform{"again": "yes"}'
    assert told["metadata"]["draft"]["values"] == {"phase": "single"}
    assert "assist" not in told["metadata"]
    await chat.client.aclose()


async def test_the_consumer_hears_the_number_in_their_chat(asha: Browser) -> None:
    """And nothing of the form before."""
    chat = await as_consumer(asha)
    here = f"/desk/chats/{chat.id}"
    await press(asha, f"{here}/claim")
    await press(asha, f"{here}/form/begin", errand="request_callback", how="chat", consent="yes")
    before = len(await chat.transcript())
    await saved(asha, here, mobile_number=MOBILE)
    assert len(await chat.transcript()) == before
    await saved(asha, here, do="send", mobile_number=MOBILE)
    said = (await chat.transcript())[before:]
    assert [one["from"] for one in said] == ["bot"]
    assert NUMBER in said[0]["text"]
    await chat.client.aclose()


async def test_the_form_is_gone_once_the_bot_had_the_chat_again(asha: Browser) -> None:
    """What the person changed meanwhile must not be overwritten by an old page."""
    chat = await as_consumer(asha)
    here = f"/desk/chats/{chat.id}"
    await press(asha, f"{here}/claim")
    await press(asha, f"{here}/form/begin", errand="request_callback", how="chat", consent="yes")
    assert "f.mobile_number" in (await asha.see(here)).text
    await press(asha, f"{here}/give-back")
    await press(asha, f"{here}/claim")
    assert "f.mobile_number" not in (await asha.see(here)).text
    answer = await press(asha, f"{here}/form", **{"f.mobile_number": MOBILE})
    assert answer.headers["Location"].endswith("problem=NoConsent")
    await chat.client.aclose()


async def test_a_conversation_at_the_desk_is_closed_not_given_to_the_bot(
    asha: Browser, rasa: FakeRasa, database_url: str
) -> None:
    """Nobody is at its other end."""
    chat = await opened(asha)
    assert "give-back" not in (await asha.see(chat)).text
    asked = len(rasa.asked)
    refused = await press(asha, f"{chat}/give-back")
    assert refused.headers["Location"].endswith("problem=NobodyThere")
    assert len(rasa.asked) == asked
    await press(asha, f"{chat}/close")
    [conversation] = await rows(database_url, Conversation)
    assert conversation.owner == "closed"


def proving_form(_message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
    """A form that wants to know who the person is."""
    form = callback_form({"mobile_number": MOBILE}) | {
        "errand": metadata["assist"].get("begin", "request_detail_change"),
        "proof": "seen" if "attest" in metadata["assist"] else "open",
    }
    return [record(draft={**DRAFT, "errand": form["errand"]}, form=form)]


async def test_an_identity_is_attested_by_a_supervisor_of_whom_they_see(
    desk: Desk, rasa: FakeRasa, database_url: str
) -> None:
    """It stands in the audit under its own name."""
    rasa.script = proving_form
    async with desk(meera=Role.SUPERVISOR) as browser:
        await browser.sign_in("meera")
        chat = await opened(browser, errand="request_detail_change")
        await saved(browser, chat, do="attest")
        assert wishes(rasa)[-1] == {"attest": True}
        deeds = {one.what: one.details for one in await rows(database_url, Deed)}
        assert deeds["identity_attested"] == {"errand": "request_detail_change"}


async def test_nobody_is_seen_on_the_telephone(desk: Desk, rasa: FakeRasa) -> None:
    """There a code is the only proof."""
    rasa.script = proving_form
    async with desk(meera=Role.SUPERVISOR) as browser:
        await browser.sign_in("meera")
        chat = await opened(browser, errand="request_detail_change", how="phone")
        answer = await press(browser, f"{chat}/form", do="attest")
        assert answer.headers["Location"].endswith("problem=NotSeen")
        assert {"attest": True} not in wishes(rasa)


async def test_staff_of_the_desk_attest_nothing_alone(asha: Browser, rasa: FakeRasa) -> None:
    """It needs the role; the others have the code."""
    rasa.script = proving_form
    chat = await opened(asha, errand="request_detail_change")
    answer = await press(asha, f"{chat}/form", do="attest")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    attesting = {role for role in Role if May.ATTEST_IDENTITY in PERMISSIONS[role]}
    assert attesting == {Role.SUPERVISOR, Role.ADMIN}
