"""Staff open a form for somebody: with consent, in their own division, on record."""

from http import HTTPStatus

import pytest

from bot.helpdesk.assist.tables import AssistConsent
from bot.staff.tables import Deed
from bot.store.tables import Conversation
from tests.bot.assist.assisted import (
    MOBILE,
    NUMBER,
    opened,
    press,
    rows,
    saved,
)
from tests.bot.staff.conftest import NOW, Browser
from tests.fakes.rasa import FakeRasa


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


async def test_only_whoever_has_the_chat_fills_in_its_form(asha: Browser, rasa: FakeRasa) -> None:
    """A colleague is told, and changes nothing."""
    chat = await opened(asha)
    asha.client.cookies.clear()
    await asha.sign_in("ravi")
    asked = len(rasa.asked)
    answer = await press(asha, f"{chat}/form", **{"f.mobile_number": MOBILE})
    assert "problem=NotYours" in answer.headers["Location"]
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
