"""What a tap does to a part's answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from benchmarks.faults.tap import HOST, Tap, Way, Wire

PATIENCE_SECONDS = 30


@pytest.fixture
async def tap() -> AsyncIterator[Tap]:
    """Before a part that says everything back."""

    async def says_it_back(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            writer.write(line)
        writer.close()

    async with await asyncio.start_server(says_it_back, HOST, 0) as part:
        port = part.sockets[0].getsockname()[1]
        async with Tap(lambda: asyncio.open_connection(HOST, port), seconds=0.01) as tap:
            yield tap


async def asked(wire: Wire, line: bytes) -> bytes:
    """What comes back; nothing where the connection is cut."""
    reader, writer = wire
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            writer.write(line)
            return await reader.read(len(line))
    except ConnectionError:
        return b""


async def test_a_part_that_is_well_or_slow_says_what_it_would_have_said(tap: Tap) -> None:
    """A tap that does nothing changes nothing."""
    wire = await asyncio.open_connection(HOST, tap.port)
    assert await asked(wire, b"one\n") == b"one\n"
    tap.fail(Way.SLOW)
    assert await asked(wire, b"two\n") == b"two\n"
    wire[1].close()


async def test_a_stopped_part_cuts_what_is_open_and_takes_nothing_new(tap: Tap) -> None:
    """Until it is well again."""
    before = await asyncio.open_connection(HOST, tap.port)
    assert await asked(before, b"one\n") == b"one\n"
    tap.fail(Way.STOPPED)
    during = await asyncio.open_connection(HOST, tap.port)
    assert [await asked(wire, b"two\n") for wire in (before, during)] == [b"", b""]
    tap.recover()
    after = await asyncio.open_connection(HOST, tap.port)
    assert await asked(after, b"three\n") == b"three\n"
    for wire in (before, during, after):
        wire[1].close()


async def test_a_garbled_answer_has_its_length_and_none_of_its_bytes(tap: Tap) -> None:
    """And whoever read it is made to connect anew."""
    wire = await asyncio.open_connection(HOST, tap.port)
    tap.fail(Way.GARBLED)
    garbled = await asked(wire, b"HTTP/1.1\n")
    assert len(garbled) == 9 and not any(
        one == other for one, other in zip(garbled, b"HTTP/1.1\n", strict=True)
    )
    tap.recover()
    assert await asked(wire, b"one\n") == b""
    wire[1].close()


async def test_a_silent_part_takes_connections_and_swallows_what_is_asked(tap: Tap) -> None:
    """Until it is well again: then what hung is cut, and a new connection is answered."""
    before = await asyncio.open_connection(HOST, tap.port)
    assert await asked(before, b"one\n") == b"one\n"
    tap.fail(Way.SILENT)
    during = await asyncio.open_connection(HOST, tap.port)
    waiting = [asyncio.create_task(asked(wire, b"two\n")) for wire in (before, during)]
    for _ in waiting:
        await tap.swallowed.acquire()
    assert not any(one.done() for one in waiting)
    tap.recover()
    assert await asyncio.gather(*waiting) == [b"", b""]
    after = await asyncio.open_connection(HOST, tap.port)
    assert await asked(after, b"three\n") == b"three\n"
    for wire in (before, during, after):
        wire[1].close()
