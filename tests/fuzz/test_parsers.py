"""Every parser that faces the outside: any bytes are read, or are refused by name."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.attachments.kinds import MOST_BYTES, mime_type_of, sort_of
from bot.channels.missed_call import forms as calls
from bot.channels.sms import forms as sms
from bot.channels.telegram.errors import NotAnUpdate
from bot.channels.telegram.heard import Saying
from bot.channels.telegram.updates import parse, read
from bot.conversations.cleaning import cleaned, words_for_rasa
from bot.errors import NotTheUtilitys, UnacceptableMessage
from bot.notices.desk import Event
from bot.notices.signature import check_signature
from tests.fuzz.anything import BODIES, NEARLY_AN_UPDATE, SCALARS, TELEGRAMS, as_bytes, of_keys
from watching.tracing import joined

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SENT: dict[str, Any] = {
    "message_id": 1,
    "date": 1795000000,
    "chat": {"id": 7, "type": "private"},
    "from": {"id": 7, "is_bot": False, "first_name": "Asha"},
}
#: What companies call the fields of their calls, in any of the forms that we know.
FIELDS = st.dictionaries(
    st.sampled_from(
        [
            *("status", "id", "message_id", "reference", "code", "from", "to", "caller", "called"),
            *("call_id", "CallSid", "From", "To", "CallFrom", "CallTo", "call_status", "type"),
        ]
    ),
    SCALARS | st.lists(SCALARS, max_size=2),
)


@given(BODIES)
def test_any_bytes_are_a_telegram_update_or_none(body: bytes) -> None:
    """An error here would make Telegram bring the same update for ever."""
    with suppress(NotAnUpdate):
        parse(body)


@given(
    st.sampled_from(["message", "edited_message"]), NEARLY_AN_UPDATE.map(SENT.__or__) | TELEGRAMS
)
@example("message", SENT | {"contact": {"phone_number": 7, "first_name": "A", "user_id": 7}})
@example("message", SENT | {"location": {"latitude": "x", "longitude": None}})
@example("message", SENT | {"photo": [{"file_id": 7, "file_unique_id": 7, "width": "x"}]})
@example("message", SENT | {"text": 7})
def test_an_update_whose_parts_are_spoilt_is_read_or_left_aside(kind: str, told: Any) -> None:
    """Telegram adds fields and kinds as it likes."""
    update = parse(as_bytes({"update_id": 7, kind: told}))
    saying = read(update) if update else None
    assert saying is None or isinstance(saying, Saying)


@given(FIELDS)
def test_any_fields_are_a_report_or_a_call_or_neither(fields: dict[str, Any]) -> None:
    """Each telephone company has its own form, and changes it."""
    for report in sms._forms().values():
        report.report(fields)
    for call in calls._forms().values():
        call.call_in(fields)


@given(BODIES | of_keys(*Event.model_fields).map(as_bytes))
def test_any_body_is_a_notice_or_is_refused(body: bytes) -> None:
    """Signed or not, it is one object in the agreed form."""
    with suppress(ValidationError):
        Event.model_validate_json(body)


@given(st.binary(max_size=50), st.text(max_size=100) | st.from_regex(r"t=[0-9]+,v1=[0-9a-f]{64}"))
def test_no_header_but_the_right_one_is_a_signature(body: bytes, header: str) -> None:
    """Strange digits, endless numbers and years far away among them."""
    try:
        check_signature(body, header, "the secret of a test", NOW)
    except NotTheUtilitys:
        return
    raise AssertionError("a made-up signature fits")


@given(st.binary(max_size=100), st.sampled_from([*MOST_BYTES, "nothing"]))
def test_any_bytes_have_a_kind_or_none(content: bytes, sort: str) -> None:
    """Told by the first bytes alone: nothing is unpacked."""
    assert mime_type_of(content, sort) is None or sort_of(content) is not None


@given(st.text(max_size=300))
def test_any_text_is_made_safe_for_rasa_or_refused(text: str) -> None:
    """Rasa obeys a leading slash; nothing else may happen either."""
    with suppress(UnacceptableMessage):
        words = words_for_rasa(cleaned(text))
        assert words
        assert not words.lstrip().startswith("/")


@given(SCALARS | st.text())
def test_a_strangers_trace_is_one_or_is_left_aside(given_header: Any) -> None:
    """It would stand in every log line."""
    assert joined(given_header) in (None, given_header)
