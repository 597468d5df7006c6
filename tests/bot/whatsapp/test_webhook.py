"""Who may bring messages, and what is taken from them."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.bot.conftest import Gateway, on_both_databases
from tests.fakes.rasa import FakeRasa
from tests.fakes.whatsapp import ASHA, VERIFY_TOKEN, FakeWhatsApp, notice, signed

QUESTION = {"hub.mode": "subscribe", "hub.verify_token": VERIFY_TOKEN, "hub.challenge": "11581"}


async def ask(whatsapp: FakeWhatsApp, **changed: str) -> httpx.Response:
    """Meta's question whether this address is ours."""
    async with httpx.AsyncClient() as client:
        return await client.get(whatsapp.webhook, params=QUESTION | changed)


async def only_answered(whatsapp: FakeWhatsApp, rasa: FakeRasa, text: str) -> None:
    """Whatever came before was not stored: only these words are answered."""
    await whatsapp.writes(text)
    await whatsapp.has_sent(1)
    assert rasa.messages() == [text]


@pytest.mark.usefixtures("channel")
async def test_metas_question_is_answered_as_plain_text(whatsapp: FakeWhatsApp) -> None:
    """With the challenge and nothing else."""
    answer = await ask(whatsapp)

    assert (answer.status_code, answer.text) == (200, "11581")
    assert answer.headers["content-type"].startswith("text/plain")


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize(
    "changed",
    [
        {"hub.verify_token": "wrong"},
        {"hub.verify_token": ""},
        {"hub.verify_token": "\u0939"},
        {"hub.mode": "unsubscribe"},
    ],
)
async def test_nobody_else_s_question_is_answered(
    whatsapp: FakeWhatsApp, changed: dict[str, str]
) -> None:
    """A wrong token, none, one in another script; another mode."""
    answer = await ask(whatsapp, **changed)

    assert answer.status_code == 403
    assert "11581" not in answer.text


@pytest.mark.usefixtures("channel")
async def test_a_body_without_metas_signature_is_refused(
    whatsapp: FakeWhatsApp, rasa: FakeRasa
) -> None:
    """None, a wrong one, another body's, the right one without its scheme."""
    message = whatsapp.message(type="text", text={"body": "forged"})
    raw = json.dumps(notice({"messages": [message]})).encode()
    right = signed(raw)
    for signature in ("", "sha256=", signed(raw + b" "), right.removeprefix("sha256="), "\u0939"):
        headers = {b"X-Hub-Signature-256": signature.encode()}
        async with httpx.AsyncClient() as client:
            answer = await client.post(whatsapp.webhook, content=raw, headers=headers)
        assert answer.status_code == 403
    await only_answered(whatsapp, rasa, "one")


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b"\xff", b"[" * 100_000, b'{"entry": ' * 50_000]
)
async def test_a_signed_body_that_is_no_notice_is_refused(
    whatsapp: FakeWhatsApp, body: bytes
) -> None:
    """With 400, whatever is wrong with it."""
    assert (await whatsapp.posts(body)).status_code == 400


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"entry": 1},
        {"entry": [None, {"changes": [7, {}, {"field": "messages"}]}]},
        {"entry": [{"changes": [{"field": "account_update", "value": {"event": "x"}}]}]},
        notice({"messages": [None, 1, {}, {"id": 5}, {"id": "wamid.1", "timestamp": "soon"}]}),
        notice({"messages": [{"id": "wamid.1", "timestamp": "1", "from": "\u0000"}]}),
        notice({"statuses": [None, {}, {"id": "x\u0000", "status": "read"}, {"id": "x"}]}),
        notice({"statuses": [{"id": "wamid.nobody", "status": "delivered"}]}),
        notice({"statuses": [{"id": "w", "status": "?", "biz_opaque_callback_data": "letter:9"}]}),
        notice({"errors": [{"code": 131000}]}),
    ],
)
async def test_what_is_new_or_odd_is_taken_and_left_aside(
    whatsapp: FakeWhatsApp, rasa: FakeRasa, body: dict[str, Any]
) -> None:
    """Meta adds to its notices at any time, and must not be made to repeat them for days."""
    assert (await whatsapp.posts(body)).status_code == 200
    await only_answered(whatsapp, rasa, "one")


@pytest.mark.usefixtures("channel")
async def test_one_odd_message_costs_no_other(whatsapp: FakeWhatsApp, rasa: FakeRasa) -> None:
    """In the same batch."""
    good = whatsapp.message(type="text", text={"body": "one"})
    await whatsapp.posts(notice({"messages": [{"id": 5}, good]}))
    await whatsapp.has_sent(1)

    assert rasa.messages() == ["one"]


@pytest.mark.usefixtures("channel")
async def test_another_number_s_messages_and_stale_ones_are_not_taken(
    whatsapp: FakeWhatsApp, rasa: FakeRasa
) -> None:
    """A business may have several numbers; Meta repeats nothing after a week."""
    message = whatsapp.message(type="text", text={"body": "two"})
    stamp = int((whatsapp.clock() - timedelta(days=9)).timestamp())
    await whatsapp.posts(notice({"messages": [message]}, number="1"))
    await whatsapp.notifies(message | {"timestamp": str(stamp)})
    await only_answered(whatsapp, rasa, "one")


@on_both_databases
@pytest.mark.usefixtures("channel")
async def test_a_delivery_may_be_as_large_as_metas(whatsapp: FakeWhatsApp, rasa: FakeRasa) -> None:
    """3 MB are taken, more are refused before they are read; a null character spoils nothing."""
    padding = {"padding": "x" * (3 * 1024 * 1024 - 2000)}
    message = whatsapp.message(ASHA, type="text", text={"body": "on\u0000e \ud800"})
    large = notice({"messages": [message]}) | padding
    assert (await whatsapp.posts(large)).status_code == 200
    assert (await whatsapp.posts(large | {"more": "x" * 2000})).status_code == 413
    await whatsapp.has_sent(1)

    assert [message.split() for message in rasa.messages()] == [["on", "e"]]


async def test_without_settings_there_is_no_webhook(
    gateway: Gateway, whatsapp: FakeWhatsApp
) -> None:
    """The channel is off; its path exists no more than any other."""
    async with gateway() as url:
        whatsapp.webhook = f"{url}/webhooks/whatsapp"
        message = whatsapp.message(type="text", text={"body": "one"})
        assert (await whatsapp.notifies(message)).status_code == 404
        assert (await ask(whatsapp)).status_code == 404
