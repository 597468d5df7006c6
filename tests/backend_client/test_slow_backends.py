"""A backend that hangs holds nobody up for long: real sockets, short limits."""

import asyncio

import pytest

from backend_client import BackendClient, BackendUnreachable
from tests.serving import free_port


async def test_a_backend_that_never_answers_is_unreachable() -> None:
    """It takes the connection and says nothing."""
    held: list[asyncio.StreamWriter] = []

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with BackendClient(url, "key", timeout=0.05) as client:
        with pytest.raises(BackendUnreachable):
            await client.utility()
    assert len(held) == 2
    for writer in held:
        writer.close()
    server.close()


async def test_a_backend_that_drips_is_unreachable_in_the_end() -> None:
    """Each byte comes in time, the answer never: the whole call has its limit."""

    async def dripping(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        try:
            while not writer.is_closing():
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0)  # let the client read this one
        except ConnectionError:
            pass

    server = await asyncio.start_server(dripping, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with BackendClient(url, "key", timeout=5, total=0.3) as client:
        with pytest.raises(BackendUnreachable):
            await client.utility()
    server.close()


async def test_nobody_at_the_address_is_unreachable() -> None:
    """As after a crash."""
    async with BackendClient(f"http://127.0.0.1:{free_port()}", "key") as client:
        with pytest.raises(BackendUnreachable):
            await client.utility()
