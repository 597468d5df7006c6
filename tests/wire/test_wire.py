"""A call is answered whole or not at all, whatever the other end does."""

from __future__ import annotations

import asyncio

import pytest

from tests.serving import free_port
from tests.wire.server import answering
from wire import NoReply, Reply, Wire, connection

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"
PATIENCE = 20.0
#: Of the loop: more than a call takes from its beginning to its end.
MANY_STEPS = 40


async def ask(wire: Wire, patience: float = PATIENCE) -> Reply:
    """A question without anything special about it."""
    return await wire.call("GET", "/x?y=1", {}, patience=patience)


async def test_a_call_is_sent_as_it_was_meant() -> None:
    """Path of the base address, query, headers of all calls and of this one, content."""
    async with answering([OK], path="/api/v1") as (wire, heard):
        reply = await wire.call("POST", "/a?b=c", {"Key": "7"}, b"content", patience=PATIENCE)
    head, _, content = heard.requests[0].partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    assert (reply, content) == (Reply(200, b"hi"), b"content")
    assert first == "POST /api/v1/a?b=c HTTP/1.1"
    assert {"Authorization: Bearer k", "Key: 7", "Content-Length: 7"} <= set(lines)
    assert sum(line.startswith("Host: 127.0.0.1:") for line in lines) == 1


async def test_calls_one_after_the_other_share_a_connection() -> None:
    """Opening one costs more than a call."""
    async with answering([OK] * 3) as (wire, heard):
        for _ in range(3):
            await ask(wire)
    assert heard.connections == 1


async def test_calls_at_the_same_time_do_not_mix() -> None:
    """Each has a connection to itself, and those are used again."""
    async with answering([OK] * 8) as (wire, heard):
        for _ in range(2):
            assert await asyncio.gather(*(ask(wire) for _ in range(4))) == [Reply(200, b"hi")] * 4
    assert heard.connections == 4


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nh\r\n1\r\ni\r\n0\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + OK,
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi",
    ],
)
async def test_an_answer_may_come_in_any_form_of_http(answer: bytes) -> None:
    """In chunks, after a hint, as the last one on its connection."""
    async with answering([answer] * 2) as (wire, _):
        assert [await ask(wire), await ask(wire)] == [Reply(200, b"hi")] * 2


async def test_an_answer_without_a_length_ends_with_the_connection() -> None:
    """As servers of HTTP/1.0 do it."""
    async with answering([b"HTTP/1.0 200 OK\r\n\r\nhi"], closing=True) as (wire, _):
        assert await ask(wire) == Reply(200, b"hi")


@pytest.mark.parametrize(
    "answer",
    [
        b"\x16\x03\x01 this is another protocol\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"",
    ],
)
async def test_half_an_answer_is_none(answer: bytes) -> None:
    """Nobody is told the first half of something."""
    async with answering([answer], closing=True) as (wire, _):
        with pytest.raises(NoReply):
            await ask(wire)


async def test_after_a_fault_the_next_call_gets_a_connection_of_its_own() -> None:
    """And no answer that was meant for another one."""
    async with answering([b"nonsense\r\n\r\n", OK]) as (wire, heard):
        with pytest.raises(NoReply):
            await ask(wire)
        assert await ask(wire) == Reply(200, b"hi")
    assert heard.connections == 2


async def test_an_answer_that_nobody_asked_for_is_given_to_nobody() -> None:
    """A second one behind the first: the connection is not used again."""
    other = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nother"
    async with answering([OK + other, OK]) as (wire, heard):
        assert await ask(wire) == Reply(200, b"hi")
        assert await ask(wire) == Reply(200, b"hi")
    assert heard.connections == 2


async def test_a_server_that_falls_silent_is_given_up() -> None:
    """In the middle of its answer, too."""
    async with answering([b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi"]) as (wire, _):
        with pytest.raises(NoReply, match="nothing came"):
            await ask(wire, patience=0.05)


async def test_who_stops_waiting_leaves_nothing_for_the_next_one() -> None:
    """The late answer would else be taken for theirs."""
    async with answering([b"", OK]) as (wire, heard):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await ask(wire)
        assert await ask(wire) == Reply(200, b"hi")
    assert heard.connections == 2


@pytest.mark.parametrize("listening", [True, False])
async def test_who_is_to_stop_while_connecting_stops(listening: bool) -> None:
    """At whatever step, and whether somebody answers or the connection is refused."""
    async with answering([OK] * MANY_STEPS) as (wire, heard):
        if not listening:
            wire = Wire(f"http://127.0.0.1:{free_port()}", {}, connect_seconds=5)
        for steps in range(MANY_STEPS):
            call = asyncio.create_task(ask(wire))
            for _ in range(steps):
                await asyncio.sleep(0)
            to_stop = call.cancel()
            await asyncio.wait({call}, timeout=PATIENCE)
            assert call.cancelled() is to_stop
            await wire.aclose()  # so that each call has to connect
        await heard.nobody_left()


async def test_an_answer_has_a_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the server states of it."""
    monkeypatch.setattr(connection, "MOST_CONTENT", 10)
    endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 11
    async with answering([endless]) as (wire, _):
        with pytest.raises(NoReply, match="no end"):
            await ask(wire)


@pytest.mark.parametrize("value", ["a\r\nHost: elsewhere", "a\nb", "a\rb"])
async def test_a_header_stays_one_line(value: str) -> None:
    """It is refused before anything is sent."""
    async with answering([OK]) as (wire, heard):
        with pytest.raises(ValueError, match="line break"):
            await wire.call("GET", "/x", {"Key": value}, patience=PATIENCE)
    assert heard.requests == []
