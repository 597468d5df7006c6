"""Where a page says that it last heard something, anybody may say anything: schemathesis leaves
the stream of events out, for who listens to it hears it for ever."""

import json
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.channels.web.routes import MOST_ENTRIES
from tests.bot.chat import Chat
from tests.bot.conftest import Gateway, on_both_databases
from tests.fuzz.anything import SCALARS

THOROUGH = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
FIT = st.integers(0, MOST_ENTRIES - 1)
#: What an HTTP header can hold at all.
HEADERS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF), max_size=40)
NAMED = st.none() | FIT.map(str) | HEADERS.filter(lambda said: "\x7f" not in said).map(str.strip)
DOCUMENTED = {"type", "title", "status", "detail"}


async def heard(chat: Chat, token: str, after: object, named: str | None) -> tuple[int, str]:
    """The status, and the first line of a stream or the whole of a problem."""
    headers = {"Authorization": f"Bearer {token}"}
    sent: dict[str, Any] = {"headers": headers}
    if named is not None:
        sent["headers"] = headers | {"Last-Event-ID": named.encode("latin-1")}
    if after is not None:
        sent["params"] = {"after": str(after).encode("utf-8", "replace").decode()}
    async with chat.client.stream("GET", f"{chat.path}/events", **sent) as answer:
        if answer.status_code != 200:
            return answer.status_code, (await answer.aread()).decode()
        assert answer.headers["content-type"].startswith("text/event-stream")
        return 200, await anext(answer.aiter_lines())


@on_both_databases
@THOROUGH
@given(after=SCALARS | FIT, named=NAMED)
@example(after=MOST_ENTRIES, named=None)
@example(after=-1, named="5")
@example(after="0\x00", named="9" * 18)
@example(after="1e999", named="9" * 40)
@example(after="\u0663", named="\u00b2")
@example(after=0, named="-1")
@example(after=0, named="1; DROP TABLE entries")
async def test_wherever_somebody_says_they_were_they_hear_the_rest_or_why_not(
    gateway: Gateway, rasa_url: str, after: object, named: str | None
) -> None:
    """A stream or a documented problem; to a stranger never a stream."""
    async with gateway() as url, Chat.opened(url) as chat:
        status, said = await heard(chat, chat.headers["Authorization"][7:], after, named)
        if status == 200:
            assert said.startswith("retry: ")
        else:
            assert (status, set(json.loads(said))) == (422, DOCUMENTED)
        if isinstance(after, int) and not isinstance(after, bool):
            assert status == (200 if 0 <= after < MOST_ENTRIES else 422)
        status, said = await heard(chat, "nobody's", after, named)
        assert status in {401, 422} and set(json.loads(said)) == DOCUMENTED
        assert (await chat.post(text="namaste")).status_code == 200
