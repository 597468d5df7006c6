"""Staff fill in the form for somebody: over HTTP, before a scripted action server."""

from datetime import timedelta
from http import HTTPStatus

from bot.store.database import Database
from bot.store.kept import due
from tests.bot.assist.assisted import (
    DRAFT,
    MOBILE,
    NUMBER,
    opened,
    press,
    saved,
    wishes,
)
from tests.bot.conftest import on_both_databases
from tests.bot.staff.conftest import NOW, Browser
from tests.fakes.rasa import NOT_JSON, FakeRasa, bubble, record


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
