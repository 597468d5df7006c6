"""Whatever bytes come: they are a notice or they are none, and nothing else happens."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.errors import NotANotice
from bot.channels.whatsapp.heard import Heard
from bot.channels.whatsapp.notices import Notice, read_notice
from tests.fakes.whatsapp import NUMBER, notice

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
SORTS = [
    *("text", "interactive", "button", "image", "sticker", "video", "document", "audio"),
    *("location", "contacts", "reaction", "unsupported", "order", "system"),
]
NAMES = [
    *("id", "type", "from", "timestamp", "from_user_id", "body", "mime_type"),
    *("sha256", "caption", "filename", "latitude", "longitude", "phones", "wa_id"),
    *("phone", "payload", "button_reply", "list_reply", "title", "context", "errors"),
    *("group_id", "status", "code", "biz_opaque_callback_data"),
]
KEYS = st.sampled_from([*SORTS, *NAMES])
FIELDS = st.recursive(
    SCALARS | st.sampled_from([STAMP, "wamid.1", "919876543210", "IN.1", *SORTS]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=15,
)


def read(body: bytes) -> Notice | None:
    """The notice in these bytes; None if they are none."""
    try:
        return read_notice(body, NUMBER, NOW)
    except NotANotice:
        return None


def bytes_of(thing: Any) -> bytes:
    """As a client writes it that escapes nothing, lone surrogates excepted."""
    return json.dumps(thing).encode()


@given(st.binary(max_size=200) | ANYTHING.map(bytes_of))
def test_any_bytes_are_a_notice_or_none(body: bytes) -> None:
    """No other error, whatever they are."""
    read(body)


@given(st.lists(FIELDS, max_size=4), st.lists(FIELDS, max_size=3), st.lists(FIELDS, max_size=3))
def test_a_notice_of_any_content_can_be_read(
    messages: list[Any], contacts: list[Any], statuses: list[Any]
) -> None:
    """And whatever is found in it can be stored and read again."""
    found = read(bytes_of(notice({"messages": messages, "contacts": contacts} | {"x": 1})))
    told = read(bytes_of(notice({"statuses": statuses, "messages": None})))

    assert found is not None
    assert told is not None
    for saying in found.sayings:
        assert saying.phone or saying.user_id
        kept = json.dumps(saying.heard.model_dump(exclude_none=True))
        assert Heard.model_validate_json(kept) == saying.heard


@given(st.sampled_from(SORTS), FIELDS)
def test_a_message_whose_sort_is_spoilt_is_still_heard(sort: str, content: Any) -> None:
    """Its sender gets a hint rather than silence; it costs no other message of the batch."""
    spoilt = {"id": "wamid.1", "timestamp": STAMP, "from": "919876543210", "type": sort}
    good = spoilt | {"id": "wamid.2", "type": "text", "text": {"body": "one"}}
    found = read(bytes_of(notice({"messages": [spoilt | {sort: content}, good]})))

    assert found is not None
    heard = {saying.wamid: saying.heard for saying in found.sayings}
    assert heard["wamid.2"].text == "one"
    assert "wamid.1" in heard or sort in {"reaction", "system"}


def test_trouble_that_meta_tells_of_reaches_the_operator(caplog: pytest.LogCaptureFixture) -> None:
    """The number's and the account's: by code and field, without anybody's words."""
    account = notice({"event": "secret"})
    account["entry"][0]["changes"][0]["field"] = "message_template_status_update"
    read(bytes_of(account))
    read(bytes_of(notice({"errors": [{"code": 131000, "title": "secret"}, {"code": "x"}]})))

    told = " ".join(record.getMessage() for record in caplog.records)
    assert "message_template_status_update" in told
    assert "131000" in told
    assert "secret" not in told
