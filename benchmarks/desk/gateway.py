"""One gateway process of its own, with a crowd in its queue; nothing else of the product runs."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.desk.crowd import LOGIN, PASSWORD, fill
from launch import ROOT, ports
from launch.errors import LaunchError

START_SECONDS = 120.0
LOOK_SECONDS = 0.1


class NotUp(LaunchError):
    """The gateway did not answer in time, or ended."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """A running gateway, and a client that has signed in."""

    url: str
    pid: int
    client: httpx.Client


@contextmanager
def gateway(folder: Path, waiting: int) -> Iterator[Gateway]:
    """Start it with so many chats that wait, end it with the block. Raises NotUp."""
    folder.mkdir(parents=True, exist_ok=True)
    key, (port,) = secrets.token_urlsafe(32), ports.free(1)
    database_url = f"sqlite:///{folder / 'bot.db'}"
    fill(database_url, key, waiting)
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    env |= {"DATABASE_URL": database_url, "FIELD_KEYS": key, "PORT": str(port)}
    env |= {"MEDIA_DIR": str(folder / "media"), "SIGN_INS_PER_MINUTE": "100"}
    command = [sys.executable, "-m", "bot"]
    with (folder / "gateway.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
    try:
        url = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            _wait(client, process, folder)
            client.post("/login", data={"login": LOGIN, "password": PASSWORD})
            yield Gateway(url, process.pid, client)
    finally:
        process.terminate()
        process.wait()


def _wait(client: httpx.Client, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            if client.get("/login").is_success:
                return
        except httpx.TransportError:
            time.sleep(LOOK_SECONDS)
    raise NotUp(f"the gateway does not answer: {(folder / 'gateway.log').read_text()[-500:]}")
