"""A step that wants proof, filled in by staff: the code goes the way that it always goes."""

from typing import Any

import pytest

from bot.staff.roles import Role
from tests.bot.assist.assisted import DRAFT, MOBILE, callback_form, opened, press, saved
from tests.bot.staff.conftest import Desk
from tests.fakes.rasa import FakeRasa, record
from tests.fakes.sms import FakeSms

CODE_FIELD = {
    "name": "otp",
    "label": "field.otp",
    "optional": True,
    "settled": False,
    "options": [{"value": "resend", "label": "choice.otp.resend"}],
}


def wants_code(message: str, metadata: dict[str, Any]) -> list[dict[str, Any]]:
    """A form that waits for a code to be read out."""
    form = callback_form({"mobile_number": MOBILE}) | {"proof": "asked"}
    form["fields"] = [*form["fields"], CODE_FIELD]
    wish = {"mobile_number": MOBILE, "purpose": "detail_change"}
    asking = "begin" in metadata["assist"] or "resend" in message
    return [record(draft=DRAFT, form=form, prove=wish if asking else None)]


@pytest.fixture
def rasa() -> FakeRasa:
    """Before an action server that wants proof."""
    fake = FakeRasa()
    fake.script = wants_code
    return fake


async def test_the_code_that_the_person_reads_out_is_checked_here(
    desk: Desk, rasa: FakeRasa, sms: FakeSms, sms_settings: dict[str, Any]
) -> None:
    """It goes to their own telephone, and its digits no further than the gateway."""
    async with desk(asha=Role.STAFF, settings=sms_settings) as browser:
        await browser.sign_in("asha")
        chat = await opened(browser)
        code = await sms.code()
        shown = (await saved(browser, chat, otp=code)).text
    assert rasa.messages()[-1] == '/inform{"otp": "proved"}'
    assert rasa.asked[-1]["metadata"]["proved_for"] == {"detail_change": [MOBILE]}
    assert code not in str(rasa.asked)
    assert code not in shown


async def test_a_wrong_code_proves_nothing(
    desk: Desk, rasa: FakeRasa, sms: FakeSms, sms_settings: dict[str, Any]
) -> None:
    """Staff cannot guess it either: five tries, as in a chat."""
    async with desk(asha=Role.STAFF, settings=sms_settings) as browser:
        await browser.sign_in("asha")
        chat = await opened(browser)
        right = await sms.code()
        for guess in range(5):
            digits = f"{(int(right) + guess + 1) % 10**6:06}"
            await saved(browser, chat, otp=digits)
        assert rasa.messages()[-1] == '/inform{"otp": "too_many"}'
        await saved(browser, chat, otp=right)
    assert rasa.messages()[-1] == '/inform{"otp": "expired"}'
    assert rasa.asked[-1]["metadata"]["proved"] == []


async def test_where_no_code_can_be_sent_the_form_goes_on_without(
    desk: Desk, rasa: FakeRasa
) -> None:
    """As a chat does: the utility is told of no proof."""
    async with desk(asha=Role.STAFF) as browser:
        await browser.sign_in("asha")
        await opened(browser)
    assert rasa.messages() == ["/inform", '/inform{"otp": "not_sent"}']
    assert rasa.asked[-1]["metadata"]["assist"] == {"field": "otp"}


async def test_another_code_is_sent_on_wish(
    desk: Desk, rasa: FakeRasa, sms: FakeSms, sms_settings: dict[str, Any]
) -> None:
    """By the same rules: not twice within half a minute."""
    async with desk(asha=Role.STAFF, settings=sms_settings) as browser:
        await browser.sign_in("asha")
        chat = await opened(browser)
        await sms.code()
        await press(browser, f"{chat}/form", do="code")
    assert '/inform{"otp": "resend"}' in rasa.messages()
    assert rasa.messages()[-1] == '/inform{"otp": "not_sent"}'
