"""Another provider is another entry of a file: its own fields, its own answers, its own reports."""

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from bot.channels.sms.errors import (
    AccountTrouble,
    EverybodyWaits,
    NotTaken,
    Refused,
    TryLater,
    Unsure,
)
from bot.channels.sms.forms import form_of
from bot.channels.sms.provider import Provider
from bot.channels.sms.tables import SmsLetter
from tests.serving import served


class Anybody:
    """A provider of any sort, which answers as it is told."""

    def __init__(self) -> None:
        self.answer: Response = JSONResponse({})
        self.asked: list[Request] = []
        self.bodies: list[bytes] = []
        self.url = ""
        self.app = FastAPI()
        self.app.post("/send")(self._send)

    async def _send(self, request: Request) -> Response:
        self.asked.append(request)
        self.bodies.append(await request.body())
        return self.answer


@pytest.fixture
async def anybody() -> AsyncIterator[Anybody]:
    """The provider is up."""
    fake = Anybody()
    async with served(fake.app) as url:
        fake.url = f"{url}/send"
        yield fake


def letter(text: str) -> SmsLetter:
    """An SMS to Asha."""
    return SmsLetter(id=17, mobile_number="9876543210", template_id="1" * 19, text=text)


async def send(url: str, provider: str, text: str = "Hello") -> str:
    """Hand one SMS over in a provider's form."""
    sender: dict[str, Any] = {"header": "BIJLIS", "entity": "2" * 19}
    client = Provider(url, "key:token", form_of(provider), **sender)
    try:
        return await client.send(letter(text), "service_implicit")
    finally:
        await client.close()


async def test_exotel_is_asked_in_its_own_words(anybody: Anybody) -> None:
    """A form with its field names, basic authentication, and the alphabet of the text."""
    anybody.answer = JSONResponse({"SMSMessage": {"Sid": "sid-1", "Status": "queued"}})
    assert await send(anybody.url, "exotel", "बिल") == "sid-1"
    fields = {name: values[0] for name, values in parse_qs(anybody.bodies[0].decode()).items()}
    assert fields == {
        "To": "09876543210",
        "From": "BIJLIS",
        "Body": "बिल",
        "EncodingType": "unicode",
        "DltEntityId": "2" * 19,
        "DltTemplateId": "1" * 19,
        "CustomField": "17",
    }
    assert anybody.asked[0].headers["authorization"] == "Basic a2V5OnRva2Vu"


def test_exotel_s_report_is_read_in_its_own_words() -> None:
    """By our own number of the SMS; anything between is no end."""
    form = form_of("exotel")
    told = {"SmsSid": "sid-1", "CustomField": "17", "DetailedStatusCode": "21012"}
    report = form.report(told | {"Status": "failed-dnd"})
    assert report is not None
    assert (report.reference, report.status, report.code) == ("17", "failed", "21012")
    assert form.report(told | {"Status": "submitted"}) is None


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (JSONResponse({"message": "no id"}), Unsure),
        (PlainTextResponse("OK"), Unsure),
        (JSONResponse(["?"]), Unsure),
        (PlainTextResponse("<html>", 502), Unsure),
        (PlainTextResponse("", 500), TryLater),
        (PlainTextResponse("", 429), EverybodyWaits),
        (PlainTextResponse("", 401), AccountTrouble),
        (JSONResponse({"code": "no_balance"}, 400), AccountTrouble),
        (JSONResponse({"code": "blocked_number"}), Refused),
        (JSONResponse({"code": "what"}, 404), Refused),
    ],
)
async def test_every_answer_has_a_meaning(
    anybody: Anybody, answer: Response, reason: type[NotTaken]
) -> None:
    """An answer without the provider's id of the SMS is never a success."""
    anybody.answer = answer
    with pytest.raises(NotTaken) as refused:
        await send(anybody.url, "generic")
    assert type(refused.value) is reason


async def test_a_provider_that_is_away_loses_nothing() -> None:
    """Everybody waits; the SMS was not handed over."""
    with pytest.raises(EverybodyWaits):
        await send("http://127.0.0.1:1/send", "generic")
