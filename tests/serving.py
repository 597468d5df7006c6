"""Serves an ASGI app on a free port of this host, for tests that go over the wire."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class _Server(uvicorn.Server):
    def install_signal_handlers(self) -> None:
        """The test runner keeps its own."""

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._serve())
        try:
            while not self.started:
                if task.done():
                    task.result()
                    raise RuntimeError("the server ended while starting")
                await asyncio.sleep(0)
            yield
        finally:
            self.should_exit = True
            await task


@asynccontextmanager
async def served(app: Any, port: int | None = None) -> AsyncIterator[str]:
    """Serve until the block ends; gives the address."""
    port = port or free_port()
    config = uvicorn.Config(
        app, host="127.0.0.1", port=port, log_config=None, timeout_graceful_shutdown=1
    )
    async with _Server(config).listening():
        yield f"http://127.0.0.1:{port}"
