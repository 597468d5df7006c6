"""Each parser that faces the outside, for a fuzzer: any bytes are read or refused by name.

Whatever such a function raises is a fault of ours.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from pydantic import ValidationError

from bot.attachments.kinds import sort_of
from bot.channels.hooks import fields_in, storable
from bot.channels.missed_call import forms as calls
from bot.channels.sms import forms as sms
from bot.channels.telegram.errors import NotAnUpdate
from bot.channels.telegram.updates import parse, read
from bot.channels.web.schemas import NewMessage
from bot.channels.whatsapp.errors import NotANotice
from bot.channels.whatsapp.notices import read_notice
from bot.conversations.cleaning import cleaned, words_for_rasa
from bot.errors import RasaGarbled, UnacceptableMessage
from bot.notices.desk import Event
from bot.rasa import read_turn
from tests.fakes.whatsapp import NUMBER

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def whatsapp(body: bytes) -> None:
    """What Meta has signed."""
    with suppress(NotANotice):
        for saying in read_notice(body, NUMBER, NOW).sayings:
            saying.heard.model_dump_json()


def telegram(body: bytes) -> None:
    """What came with Telegram's secret."""
    with suppress(NotAnUpdate):
        update = parse(body)
        saying = read(update) if update else None
        if saying:
            json.dumps(saying.heard.model_dump(mode="json"))


def telephone(body: bytes) -> None:
    """What a telephone company calls, as JSON and as a form."""
    for kind in ("application/json", "application/x-www-form-urlencoded"):
        fields = storable(fields_in(body, kind))
        for name in ("callerdesk", "exotel", "twilio"):
            form = calls.form_of(name)
            assert form
            form.call_in(fields)
        for name in ("generic", "exotel"):
            report = sms.form_of(name).report(fields)
            assert report is None or report.status in ("delivered", "failed")


def notices(body: bytes) -> None:
    """What the utility has signed."""
    with suppress(ValidationError):
        assert Event.model_validate_json(body).at.tzinfo is UTC


def chat(body: bytes) -> None:
    """What a page posts."""
    with suppress(ValidationError, UnacceptableMessage):
        words = words_for_rasa(cleaned(NewMessage.model_validate_json(body).text or ""))
        assert words and not words.lstrip().startswith("/")


def files(body: bytes) -> None:
    """What somebody uploads."""
    assert sort_of(body) in (None, "photo", "video", "document", "voice")


def rasa(body: bytes) -> None:
    """What the action server says through Rasa."""
    with suppress(RasaGarbled, ValueError, RecursionError):
        said = json.loads(body)
        read_turn(said if isinstance(said, list) else [said])


TARGETS: dict[str, Callable[[bytes], None]] = {
    one.__name__: one for one in (whatsapp, telegram, telephone, notices, chat, files, rasa)
}
