"""What the contract promises of the chat API."""

import asyncio
from typing import Any

import httpx
import pytest

from tests.bot.chat import Chat
from tests.bot.conftest import Gateway, on_both_databases
from tests.fakes.rasa import FakeRasa, bubble, record


async def test_an_answer_holds_bubbles_choices_and_references(chat: Chat, rasa: FakeRasa) -> None:
    """Several bubbles stay several replies; `expects` stands on the one that asks."""
    choice = {"key": "test.yes", "payload": '/inform{"phase": "single"}'}
    rasa.script = lambda _message, _metadata: [
        bubble("test.echo", {"said": "made"}),
        bubble("test.yes", choices=[choice], expects="phase"),
        record(references=["FLT-2026-000123"]),
    ]

    answer = await chat.write("light nahi aa rahi")

    assert answer["references"] == ["FLT-2026-000123"]
    assert answer["language"] == "hi-Latn"
    first, second = answer["replies"]
    assert (first["text"], first["buttons"], first["expects"]) == ("made [hi-Latn]", [], None)
    assert second["expects"] == "phase"
    assert second["buttons"] == [{"title": "test.yes [hi-Latn]", "payload": choice["payload"]}]


async def test_draft_and_known_come_back_with_the_next_message(chat: Chat, rasa: FakeRasa) -> None:
    """What a turn leaves behind is handed to the next turn; null clears the draft."""
    drafts: list[Any] = [{"errand": "fault", "slots": {"locality": "barra"}}, None]
    rasa.script = lambda _message, _metadata: [
        bubble("test.yes"),
        record(draft=drafts.pop(0), known={"mobile_number": "9876543210"}),
    ]

    await chat.write("one")
    await chat.write("two")
    rasa.script = lambda _message, _metadata: [bubble("test.yes"), record()]
    await chat.write("three")

    seen = [(b["metadata"]["draft"], b["metadata"]["known"]) for b in rasa.asked]
    known = {"mobile_number": "9876543210"}
    draft = {"errand": "fault", "slots": {"locality": "barra"}}
    assert seen == [(None, {}), (draft, known), (None, known)]


async def test_a_repeated_message_is_answered_from_memory(chat: Chat, rasa: FakeRasa) -> None:
    """The same message_id gives the same answer and no second turn."""
    first = await chat.write("namaste", "m1")
    again = await chat.write("namaste", "m1")

    assert again == first
    assert rasa.messages() == ["namaste"]


async def test_a_repeat_that_overtakes_its_answer_waits_for_it(chat: Chat, rasa: FakeRasa) -> None:
    """Two taps at once are one turn, and both hear its answer."""
    rasa.held = asyncio.Event()
    both = [asyncio.create_task(chat.write("namaste", "m1")) for _ in range(2)]
    await rasa.reached.wait()
    rasa.held.set()

    first, second = await asyncio.gather(*both)

    assert first == second
    assert rasa.messages() == ["namaste"]


async def test_turns_of_a_conversation_never_overlap(chat: Chat, rasa: FakeRasa) -> None:
    """Twenty messages at once are taken one after another: no turn sees a stale state."""
    answers = await asyncio.gather(*(chat.write(f"line {n}") for n in range(20)))

    assert len(answers) == 20
    turns = [body["metadata"]["known"].get("turns", 0) for body in rasa.asked]
    assert turns == list(range(20))


async def test_a_typed_command_arrives_as_plain_words(chat: Chat, rasa: FakeRasa) -> None:
    """No slash that a person types reaches Rasa at the start of a text."""
    typed = ['/inform{"x": 1}', "  //restart", "\u200b\ufeff /stop", "\t/\u2060/greet", "///"]
    for text in typed:
        await chat.write(text)

    assert rasa.messages() == ["?", "restart", "stop", "greet", "?"]
    assert {body["metadata"]["payload"] for body in rasa.asked} == {False}


async def test_only_an_offered_payload_is_accepted(chat: Chat, rasa: FakeRasa) -> None:
    """A payload that was never offered here is refused, and Rasa does not hear of it."""
    offered = '/inform{"phase": "single"}'
    refused = await chat.post(payload=offered)
    rasa.script = lambda _message, _metadata: [
        bubble("test.yes", choices=[{"key": "test.yes", "payload": offered}]),
        record(),
    ]
    await chat.write("connection chahiye")
    accepted = await chat.post(payload=offered)

    assert refused.status_code == 422
    assert refused.json()["type"].endswith("/payload-not-offered")
    assert accepted.status_code == 200
    assert rasa.messages() == ["connection chahiye", offered]
    tapped = [entry for entry in await chat.transcript() if entry.get("payload")]
    assert [entry["text"] for entry in tapped] == ["test.yes [hi-Latn]"]


async def test_another_conversations_offer_is_not_ours(
    gateway: Gateway, rasa_url: str, rasa: FakeRasa
) -> None:
    """An offer counts only in the conversation in which it was made."""
    payload = '/inform{"ticket_number": "FLT-2026-000001"}'
    rasa.script = lambda _message, _metadata: [
        bubble("test.yes", choices=[{"key": "test.yes", "payload": payload}]),
        record(),
    ]
    async with gateway() as url, Chat.opened(url) as one, Chat.opened(url) as other:
        await one.write("status")
        assert (await other.post(payload=payload)).status_code == 422
        assert (await one.post(payload=payload)).status_code == 200


@pytest.mark.parametrize("payload", ["/greet", "/help", '/choose_language{"language": "en"}'])
async def test_openings_need_no_offer(chat: Chat, rasa: FakeRasa, payload: str) -> None:
    """A page may greet, ask for help or choose the language by itself."""
    assert (await chat.post(payload=payload)).status_code == 200
    assert rasa.messages() == [payload]


@pytest.mark.parametrize(
    ("message", "status", "kind"),
    [
        ({"text": "x" * 4097}, 413, "message-too-long"),
        ({"text": "x" * 40_000}, 413, "message-too-long"),
        ({"text": "x" * 400_000}, 413, "message-too-long"),
        ({"text": ""}, 422, "message-empty"),
        ({"text": " \u200b\n\x00 "}, 422, "message-empty"),
        ({"text": 5}, 422, "malformed"),
        ({"text": "hi", "payload": "/greet"}, 422, "malformed"),
        ({"text": "hi", "message_id": "x" * 200}, 422, "malformed"),
        ({"text": "hi", "message_id": "a b"}, 422, "malformed"),
        ({}, 422, "malformed"),
    ],
)
async def test_what_cannot_be_taken_is_refused_as_a_problem(
    chat: Chat, rasa: FakeRasa, message: dict[str, Any], status: int, kind: str
) -> None:
    """Every refusal is problem JSON with a sentence, and nothing of it is kept."""
    answer = await chat.post(**message)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["type"].endswith(f"/{kind}")
    assert problem["detail"].startswith("gateway.")
    assert await chat.transcript() == []
    assert rasa.asked == []


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("x" * 4096, "x" * 4096),
        ("a\x00b\x1bc", "a b c"),
        ("\U0001f621\U0001f621", "\U0001f621\U0001f621"),
        ("  two\nlines ", "two\nlines"),
    ],
    ids=["longest", "control characters", "emoji", "lines"],
)
async def test_odd_texts_are_taken(chat: Chat, rasa: FakeRasa, text: str, heard: str) -> None:
    """What can be read is read, cleaned of control characters."""
    await chat.write(text)
    assert rasa.messages() == [heard]


@pytest.mark.parametrize(
    "body",
    [
        b'{"message_id": "q", "text": "\\ud800"}',
        b"{",
        b"\xff",
        b'{"message_id": "q", "text": "\xff"}',
        b"[]",
        b"[" * 30_000,
        b'{"text":' * 8_000,
        b'{"message_id": ' + b"9" * 5000 + b"}",
        b'{"message_id": "q", "text": ' + b"[" * 900 + b"]" * 900 + b"}",
    ],
    ids=["half a pair", "half", "byte", "latin1", "list", "lists", "objects", "digits", "deep"],
)
@pytest.mark.parametrize("content_type", [{}, {"Content-Type": "application/json"}])
async def test_broken_json_never_breaks_the_gateway(
    chat: Chat, body: bytes, content_type: dict[str, str]
) -> None:
    """Lone surrogates, half JSON and brackets without end are the sender's fault: 422."""
    headers = {**chat.headers, **content_type}
    answer = await chat.client.post(f"{chat.path}/messages", content=body, headers=headers)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_conversation_opens_only_to_its_token(gateway: Gateway, rasa_url: str) -> None:
    """Without the token, or with another conversation's, nothing is read or written."""
    async with gateway() as url, Chat.opened(url) as mine, Chat.opened(url) as other:
        for headers in ({}, {"Authorization": "Bearer x"}, other.headers):
            for path in ("messages", "events"):
                answer = await mine.client.get(f"{mine.path}/{path}", headers=headers)
                assert answer.status_code == 401
            mine_headers, mine.headers = mine.headers, headers
            assert (await mine.post(text="hi")).status_code == 401
            mine.headers = mine_headers
        assert await mine.transcript() == []


@on_both_databases
@pytest.mark.parametrize("name", ["none", "0" * 32, "%00", "%F0%9F%98%80", "..%2F..", "x" * 3000])
async def test_an_unknown_conversation_is_a_404(chat: Chat, name: str) -> None:
    """Also with a token at hand, and whatever stands in the address."""
    answer = await chat.client.get(f"/api/conversations/{name}/messages", headers=chat.headers)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@on_both_databases
@pytest.mark.parametrize("payload", ["/x\x00", "\u0936\u094d\u200d", "/inform{", " ", "/" * 1000])
async def test_an_odd_payload_is_only_not_offered(chat: Chat, payload: str) -> None:
    """Never an error of ours."""
    answer = await chat.post(payload=payload)
    assert answer.json()["type"].endswith("/payload-not-offered")


async def test_the_transcript_keeps_the_order_of_speaking(chat: Chat) -> None:
    """Rows rise by id; the bot's name the message that they answer."""
    await chat.write("one", "m1")
    await chat.write("two", "m2")

    rows = await chat.transcript()

    assert [row["id"] for row in rows] == sorted(row["id"] for row in rows)
    said = [(r["from"], r.get("message_id") or r["answers"], r["text"]) for r in rows]
    assert said == [
        ("consumer", "m1", "one"),
        ("bot", "m1", "one [en]"),
        ("consumer", "m2", "two"),
        ("bot", "m2", "two [en]"),
    ]


async def test_too_many_messages_are_slowed_down(gateway: Gateway, rasa_url: str) -> None:
    """The burst passes; then 429 says how long to wait."""
    async with gateway(messages_at_once=3) as url, Chat.opened(url) as chat:
        answers = [await chat.post(text=f"line {n}") for n in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["Retry-After"]) >= 1


async def test_too_many_conversations_are_slowed_down(gateway: Gateway, rasa_url: str) -> None:
    """The limit is the caller's address's."""
    async with gateway(conversations_per_minute=2) as url, httpx.AsyncClient() as client:
        answers = [await client.post(f"{url}/api/conversations", json={}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]


async def test_every_answer_keeps_browsers_on_this_host(chat: Chat) -> None:
    """Pages load nothing from elsewhere."""
    answer = await chat.client.get("/health/live")
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")
