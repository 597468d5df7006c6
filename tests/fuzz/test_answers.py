"""What our own parts and the utility answer may be garbage, too: the person hears something, and
the message behind it is answered."""

from contextlib import suppress
from typing import Any

import httpx
from fastapi import FastAPI, Response
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from backend_client import BackendClient, BackendError
from bot.errors import TurnFailed
from bot.rasa import Rasa
from tests.bot.chat import Chat
from tests.bot.conftest import Gateway, on_both_databases
from tests.fakes.rasa import FakeRasa, bubble, record
from tests.fuzz.anything import BODIES, SCALARS, as_bytes, of_keys
from tests.serving import served

SOME = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
TRACKERS = of_keys(
    *("events", "event", "metadata", "inbox_id", "data", "custom", "entities", "turn", "say")
)
TICKETS = of_keys("number", "kind", "status", "due_at", "code", "fields", "field", "escalated_to")
KNOWN = of_keys("mobile_number", "told", "asked")


@on_both_databases
@SOME
@given(said=SCALARS, reference=st.text(max_size=20), known=KNOWN)
@example(said="\x00", reference="\x00", known={"told": "\x00"})
@example(said="\ud800", reference="\ud800", known={"told": "\ud800"})
@example(said=float("nan"), reference="", known=None)
async def test_odd_words_of_the_action_server_stop_no_conversation(
    gateway: Gateway, rasa: FakeRasa, rasa_url: str, said: Any, reference: str, known: Any
) -> None:
    """In the shape that was agreed, with values that no database or sentence can hold."""
    spoken = [bubble("test.echo", {"said": said}), record(known={"told": known})]
    spoken[1]["turn"]["references"] = [reference]
    async with gateway() as url, Chat.opened(url) as chat:
        rasa.broken = Response(as_bytes([{"custom": custom} for custom in spoken]))
        assert (await chat.post(text="light nahi hai")).status_code == 200
        rasa.broken = None
        assert (await chat.post(text="namaste")).status_code == 200


@settings(max_examples=40, deadline=None, derandomize=True)
@given(BODIES | TRACKERS.map(as_bytes))
@example(b'[{"custom": ' * 50_000)
@example(b'{"events": [{"event": "user", "metadata": [1]}]}')
@example(b'{"entities": [{"entity": "person_name", "start": Infinity, "end": 1e999}]}')
async def test_any_answer_of_rasas_is_one_or_is_garbled(content: bytes) -> None:
    """Never anything that nobody expects: then no message would wait for a better answer."""
    app = FastAPI()

    @app.api_route("/{path:path}", methods=["GET", "POST"])
    async def answers(path: str) -> Response:
        return Response(content)

    async with served(app) as url:
        rasa = Rasa(url, None, 20.0)
        for asked in (
            rasa.take_turn("namaste", {"inbox_id": "a"}),
            rasa.past_turn("a"),
            rasa.names_in("Asha"),
        ):
            with suppress(TurnFailed):
                await asked
        await rasa.is_up()
        await rasa.close()


@settings(deadline=None, derandomize=True)
@given(
    st.sampled_from([200, 201, 204, 302, 400, 404, 409, 422, 500]), BODIES | TICKETS.map(as_bytes)
)
@example(200, b"[" * 100_000)
@example(409, b'{"code": "x", "fields": [{"field": {}}], "due_at": 1e999}')
async def test_any_answer_of_the_backends_is_one_or_has_a_name(status: int, content: bytes) -> None:
    """Of the small tree of errors that an errand knows how to tell."""
    wire = httpx.MockTransport(lambda _: httpx.Response(status, content=content))
    async with BackendClient("http://utility", "the-key", transport=wire) as utility:
        for asked in (utility.ticket("FLT-1"), utility.bill("7"), utility.outages("Barra")):
            with suppress(BackendError):
                await asked
