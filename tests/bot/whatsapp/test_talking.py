"""A person who talks to the bot on WhatsApp."""

from datetime import timedelta
from typing import Any

import pytest

from tests.bot.conftest import on_both_databases
from tests.bot.whatsapp.conftest import Clock, OpenChannel
from tests.fakes.rasa import FakeRasa, bubble, record
from tests.fakes.whatsapp import ASHA, RAVI, FakeWhatsApp, Sent, notice
from tests.serving import served

LONG_PAYLOAD = '/inform{"locality": "' + "x" * 300 + '"}'


def offers(_message: str, _metadata: dict[str, Any]) -> list[dict[str, Any]]:
    """A turn of two bubbles that ends with a button."""
    choices = [{"key": "test.yes", "payload": LONG_PAYLOAD}]
    return [bubble("test.echo", {"said": "one"}), bubble("test.yes", choices=choices), record()]


def words(sent: list[Sent]) -> list[str]:
    """What was sent, without the language that each test sentence names at its end."""
    return [one["text"].rpartition(" [")[0] for one in sent]


def conversations(rasa: FakeRasa) -> list[str]:
    """The conversation of each turn."""
    return [body["metadata"]["inbox_id"].rpartition("-")[0] for body in rasa.asked]


@on_both_databases
@pytest.mark.usefixtures("channel")
async def test_what_is_written_is_answered_to_whoever_wrote_it(
    whatsapp: FakeWhatsApp, rasa: FakeRasa
) -> None:
    """Two people in one breath; each hears the answer to their own words."""
    await whatsapp.writes("light nahi aa rahi", ASHA)
    await whatsapp.writes("power is gone", RAVI)

    sent = await whatsapp.has_sent(2)

    assert set(zip([one["to"] for one in sent], words(sent), strict=True)) == {
        (ASHA, "light nahi aa rahi"),
        (RAVI, "power is gone"),
    }
    assert {body["metadata"]["channel"] for body in rasa.asked} == {"whatsapp"}


@on_both_databases
@pytest.mark.usefixtures("channel")
async def test_every_message_of_a_batch_is_answered_once_and_in_order(
    whatsapp: FakeWhatsApp, rasa: FakeRasa
) -> None:
    """Several entries, changes and messages in one delivery, which then comes again."""
    messages = [
        whatsapp.message(person, type="text", text={"body": f"{person[-1]}{number}"})
        for number in range(5)
        for person in (ASHA, RAVI)
    ]
    first, second = notice({"messages": messages[:3]}, {"messages": messages[3:6]}), notice()
    second["entry"][0]["changes"] = notice({"messages": messages[6:]})["entry"][0]["changes"]
    batch = first | {"entry": first["entry"] + second["entry"]}
    for _ in range(2):
        assert (await whatsapp.posts(batch)).status_code == 200
    await whatsapp.notifies(messages[4])
    await whatsapp.writes("last", RAVI)

    sent = await whatsapp.has_sent(11)

    for person in (ASHA, RAVI):
        told = [text for text, one in zip(words(sent), sent, strict=True) if one["to"] == person]
        assert told[:5] == [f"{person[-1]}{number}" for number in range(5)]
    assert len(rasa.messages()) == 11


@pytest.mark.usefixtures("channel")
async def test_the_bubbles_of_an_answer_are_one_message_and_a_tap_stands_for_its_payload(
    whatsapp: FakeWhatsApp, rasa: FakeRasa
) -> None:
    """However long the payload: the button carries the short number of the offer."""
    rasa.script = offers
    await whatsapp.writes("1")
    (sent,) = await whatsapp.has_sent(1)

    assert sent["text"] == "one [hi]\n\ntest.yes [hi]"
    await whatsapp.taps(sent["choices"][0])
    await whatsapp.has_sent(2)

    assert rasa.messages() == ["1", LONG_PAYLOAD]


@pytest.mark.usefixtures("channel")
async def test_a_row_of_a_list_stands_for_its_payload(
    whatsapp: FakeWhatsApp, rasa: FakeRasa
) -> None:
    """More than three choices come as a list."""
    choices = [{"key": "test.yes", "payload": f"/inform{{{n}}}"} for n in range(12)]
    rasa.script = lambda _m, _d: [bubble("test.yes", choices=choices), record()]
    await whatsapp.writes("1")
    first, second = await whatsapp.has_sent(2)

    assert [len(first["choices"]), len(second["choices"])] == [10, 2]
    await whatsapp.taps(second["choices"][1])
    await whatsapp.has_sent(4)

    assert rasa.messages() == ["1", "/inform{11}"]


@pytest.mark.usefixtures("channel")
async def test_a_button_of_a_template_is_its_payload_or_else_its_words(
    whatsapp: FakeWhatsApp, rasa: FakeRasa
) -> None:
    """Payloads that any conversation takes count; others are read as what the button says."""
    for payload in ("/check_ticket_status", "/inform{}"):
        button = {"payload": payload, "text": "Mera complaint"}
        await whatsapp.notifies(whatsapp.message(type="button", button=button))
    await whatsapp.has_sent(2)

    assert rasa.messages() == ["/check_ticket_status", "Mera complaint"]


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ({"type": "location", "location": {"latitude": 91, "longitude": 1}}, "channel.text_only"),
        ({"type": "image", "image": {"id": "../1"}}, "channel.text_only"),
        ({"type": "image", "image": None}, "channel.text_only"),
        ({"type": "contacts", "contacts": [{"name": {}}]}, "channel.text_only"),
        ({"type": "unsupported", "errors": [{"code": 131051}]}, "channel.text_only"),
        ({"type": "hologram", "hologram": 1}, "channel.text_only"),
        ({"type": ["list"]}, "channel.text_only"),
        ({"type": "text", "text": "no object"}, "channel.text_only"),
        ({"type": "text", "text": {"body": " \u200b "}}, "channel.text_only"),
        ({"type": "text", "text": {"body": "x" * 4097}}, "gateway.too_long"),
        ({"type": "interactive", "interactive": {"type": "nfm_reply"}}, "channel.text_only"),
        (
            {"type": "interactive", "interactive": {"button_reply": {"id": "999", "title": "?"}}},
            "gateway.not_offered",
        ),
        (
            {"type": "interactive", "interactive": {"list_reply": {"id": "/help", "title": "?"}}},
            "gateway.not_offered",
        ),
    ],
)
async def test_what_cannot_be_read_gets_one_kind_sentence(
    whatsapp: FakeWhatsApp, rasa: FakeRasa, content: dict[str, Any], hint: str
) -> None:
    """Also when it is delivered twice."""
    message = whatsapp.message(**content)
    for _ in range(2):
        assert (await whatsapp.notifies(message)).status_code == 200
    await whatsapp.writes("one")

    sent = await whatsapp.has_sent(2)

    assert words(sent) == [hint, "one"]
    assert rasa.messages() == ["one"]


@pytest.mark.usefixtures("channel")
@pytest.mark.parametrize(
    "content",
    [
        {"type": "reaction", "reaction": {"message_id": "wamid.1", "emoji": "👍"}},
        {"type": "system", "system": {"type": "user_changed_number"}},
        {"type": "text", "text": {"body": "bill"}, "group_id": "g1"},
    ],
)
async def test_what_nobody_expects_an_answer_to_gets_none(
    whatsapp: FakeWhatsApp, content: dict[str, Any]
) -> None:
    """A thumb up; WhatsApp's own notes; a group, where dues are nobody's business."""
    await whatsapp.notifies(whatsapp.message(**content))
    await whatsapp.writes("one")

    assert words(await whatsapp.has_sent(1)) == ["one"]


@pytest.mark.usefixtures("channel")
async def test_a_person_without_a_phone_number_is_answered_at_their_user_id(
    whatsapp: FakeWhatsApp, rasa: FakeRasa
) -> None:
    """And is the same person when a message names both, and one that names the number only."""
    await whatsapp.writes("1", None, from_user_id="IN.123")
    await whatsapp.has_sent(1)
    await whatsapp.writes("2", ASHA, from_user_id="IN.123")
    await whatsapp.has_sent(2)
    await whatsapp.writes("3", ASHA)
    sent = await whatsapp.has_sent(3)

    assert [one["to"] for one in sent] == ["IN.123", ASHA, ASHA]
    assert len(set(conversations(rasa))) == 1


@pytest.mark.usefixtures("channel")
async def test_who_has_shown_no_number_is_asked_for_it_by_whatsapp(
    whatsapp: FakeWhatsApp, rasa: FakeRasa
) -> None:
    """With the button that sends it; who writes from a number is asked in words alone."""
    rasa.script = lambda _m, _d: [bubble("test.yes", expects="mobile_number"), record()]
    await whatsapp.writes("1", None, from_user_id="IN.123")
    await whatsapp.has_sent(1)
    await whatsapp.writes("1", RAVI)
    sent = await whatsapp.has_sent(2)

    assert [one["sort"] for one in sent] == ["request_contact_info", "text"]


@pytest.mark.usefixtures("channel")
async def test_the_question_for_a_place_is_answered_with_a_pin(
    whatsapp: FakeWhatsApp, rasa: FakeRasa
) -> None:
    """By the button that WhatsApp has for it."""
    rasa.script = lambda _m, _d: [bubble("test.yes", expects="locality"), record()]
    await whatsapp.writes("1")
    (sent,) = await whatsapp.has_sent(1)
    await whatsapp.brings(whatsapp.people.place(26.45, 80.33))
    await whatsapp.has_sent(2)

    assert sent["sort"] == "location_request_message"
    assert rasa.messages()[1] == '/inform{"latitude": 26.45, "longitude": 80.33}'


@on_both_databases
@pytest.mark.usefixtures("channel")
async def test_the_next_holder_of_a_phone_number_is_another_person(
    whatsapp: FakeWhatsApp, rasa: FakeRasa
) -> None:
    """What was said under the number before is not theirs to see, nor what is said later to
    whoever had it."""
    await whatsapp.writes("1", ASHA, from_user_id="IN.123")
    await whatsapp.has_sent(1)
    await whatsapp.writes("2", ASHA, from_user_id="IN.456")
    await whatsapp.has_sent(2)
    await whatsapp.writes("3", None, from_user_id="IN.123")
    sent = await whatsapp.has_sent(3)

    first, second, third = conversations(rasa)
    assert first == third != second
    assert rasa.asked[1]["metadata"]["known"] == {}
    assert [one["to"] for one in sent] == [ASHA, ASHA, "IN.123"]


async def test_outside_the_24_hours_nothing_is_sent_until_the_person_writes(
    open_channel: OpenChannel, whatsapp: FakeWhatsApp, rasa: FakeRasa, rasa_port: int, clock: Clock
) -> None:
    """The answer is kept meanwhile and comes first, then the answer to the new words."""
    async with open_channel():
        await whatsapp.writes("one")
        assert words(await whatsapp.has_sent(1)) == ["gateway.unavailable"]
        clock.ahead += timedelta(hours=25)
        async with served(rasa.app, rasa_port):
            await whatsapp.writes("two", RAVI)
            sent = await whatsapp.has_sent(2)
            assert words(sent)[1:] == ["two"]
            await whatsapp.writes("three")
            sent = await whatsapp.has_sent(4)

    assert words(sent)[2:] == ["gateway.expired", "three"]
