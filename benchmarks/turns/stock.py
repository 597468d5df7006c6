"""Stock's side: Rasa as its documentation sets it up, its action server, our reference backend."""

import re
import secrets
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import yaml

from benchmarks.result import ROOT
from benchmarks.turns.errors import StockNotReady
from benchmarks.turns.people import Talk
from launch import ports
from launch.chat_api import TURN_SECONDS, Turn
from launch.parts import LOCAL, Part
from launch.records import Records
from launch.settings import bare_environment
from launch.supervisor import Supervisor

STOCK = ROOT / "benchmarks" / "stock"
ASSISTANT = STOCK / "assistant"
PYTHON = str(STOCK / ".venv" / "bin" / "python")
START_SECONDS = 600.0
LOOK_SECONDS = 0.1
#: Rasa's REST channel, the SDK's and our own word for "I can take work".
READY_PATHS = {
    "rasa": "/webhooks/rest/",
    "actions": "/health",
    "backend": "/health/ready",
}
NUMBER = re.compile(r"[A-Z]{2,4}-\d{4}-\d{6}")


class Stock:
    """Stock Rasa and what it needs; `start_seconds` and `alone` are of Rasa by itself."""

    def __init__(self, var: Path, sample: Path) -> None:
        self._var = var
        self._ports = dict(zip(("rasa", "actions", "backend"), ports.free(3), strict=True))
        self._api_key = secrets.token_urlsafe(32)
        self._environ = {
            **bare_environment(),
            "RASA_TELEMETRY_ENABLED": "false",
            "PYTHONWARNINGS": "ignore",
            "SANIC_HOST": "127.0.0.1",
            "ACTION_ENDPOINT_URL": f"{self._url('actions')}/webhook",
            "BACKEND_URL": self._url("backend"),
            "BACKEND_PORT": str(self._ports["backend"]),
            "BACKEND_API_KEY": self._api_key,
            "BACKEND_DATABASE_URL": f"sqlite:///{var / 'backend.db'}",
            "SAMPLE": str(sample),
        }
        self._running: list[Supervisor] = []
        self._ending = ExitStack()
        self.start_seconds = 0.0

    def __enter__(self) -> Self:
        model = _trained()
        with ExitStack() as ending:
            began = time.perf_counter()
            # Rasa first and alone: nothing else takes from its start.
            ending.enter_context(self._started("rasa", [self._rasa(model)]))
            self.start_seconds = time.perf_counter() - began
            ending.enter_context(self._started("others", [self._actions(), self._backend()]))
            self.records = Records(self._url("backend"), self._api_key)
            ending.callback(self.records.close)
            self._ending = ending.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ending.close()

    def pids(self) -> dict[str, int]:
        """The process id of each part."""
        return {key: running.pid(key) for running in self._running for key in running.parts}

    def open(self) -> Talk:
        """A new conversation through Rasa's REST channel."""
        return RestChat(self._url("rasa"))

    @contextmanager
    def _started(self, name: str, parts: Sequence[Part]) -> Iterator[None]:
        supervisor = Supervisor(parts, self._var / name, self._environ)
        supervisor.hold()
        try:
            supervisor.start()
            for part in parts:
                _wait(part)
            self._running.append(supervisor)
            yield
        finally:
            supervisor.stop()

    def _url(self, part: str) -> str:
        return f"{LOCAL}:{self._ports[part]}"

    def _rasa(self, model: Path) -> Part:
        port = self._ports["rasa"]
        where = ("--model", str(model), "-i", "127.0.0.1", "-p", str(port))
        return Part(
            "rasa", "stock Rasa", (PYTHON, "-m", "rasa", "run", *where), port, "", ASSISTANT
        )

    def _actions(self) -> Part:
        port = self._ports["actions"]
        argv = (PYTHON, "-m", "rasa_sdk", "--actions", "actions", "-p", str(port))
        return Part("actions", "stock action server", argv, port, "", ASSISTANT)

    def _backend(self) -> Part:
        argv = (sys.executable, "-m", "reference_backend")
        return Part("backend", "reference backend", argv, self._ports["backend"], "")


class RestChat:
    """One conversation over Rasa's REST channel, in the form of our chat API's answers."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=TURN_SECONDS, trust_env=False)
        self._sender = uuid.uuid4().hex

    def say(self, words: str) -> Turn:
        """Type a message. Raises httpx.HTTPError when Rasa cannot be reached."""
        said = {"sender": self._sender, "message": words}
        answer = self._http.post("/webhooks/rest/webhook", json=said)
        answer.raise_for_status()
        bubbles: list[Mapping[str, Any]] = answer.json()
        texts = [bubble.get("text", "") for bubble in bubbles]
        return Turn(
            status=answer.status_code,
            texts=texts,
            expects=_questions().get(texts[-1]) if texts else None,
            references=[number for text in texts for number in NUMBER.findall(text)],
        )

    def close(self) -> None:
        """Give the connection back."""
        self._http.close()


@cache
def _questions() -> dict[str, str]:
    """The slot that each question of the domain asks for."""
    domain = yaml.safe_load((ASSISTANT / "domain" / "responses.yml").read_text("utf-8"))
    return {
        variation["text"]: name.removeprefix("utter_ask_")
        for name, variations in domain["responses"].items()
        if name.startswith("utter_ask_")
        for variation in variations
    }


def _trained() -> Path:
    """Set stock up and train it, where that has not been done. Raises StockNotReady."""
    sync = ["sh", str(ROOT / "scripts" / "uv"), "--directory", str(STOCK), "sync", "--locked"]
    try:
        subprocess.run(sync, check=True)
        trained = subprocess.run(
            [PYTHON, "-W", "ignore", "train.py"], cwd=STOCK, check=True, stdout=subprocess.PIPE
        )
    except subprocess.CalledProcessError as error:
        raise StockNotReady(f"this ended with an error: {error.cmd}") from None
    return Path(trained.stdout.decode().strip())


def _wait(part: Part) -> None:
    """Wait until the part answers: stock listens once it can work. Raises StockNotReady."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            answer = httpx.get(part.url + READY_PATHS[part.key], timeout=1.0, trust_env=False)
            if answer.is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(LOOK_SECONDS)
    raise StockNotReady(f"the {part.title} did not answer within {START_SECONDS:.0f} seconds")
