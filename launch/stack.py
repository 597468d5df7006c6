"""The whole product as an object, for tests, the demo and benchmarks."""

import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from launch import env_file, ports
from launch.cluster import several
from launch.parts import LOCAL, Part, all_parts, environment
from launch.readiness import Readiness
from launch.settings import GENERATED, Settings, bare_environment
from launch.supervisor import Supervisor
from launch.watch import Watch

START_SECONDS = 300.0
LOOK_SECONDS = 0.1
# Tests kill parts on purpose and often; only a part that never comes up is given up.
DEATHS_BORNE = 10_000


def _quietly(_line: str) -> None:
    return


class Stack:
    """The same processes as `make run`, on free ports, with their state under `var`.

    Nothing of a person's `.env` reaches it. Parts are named "backend", "actions", "rasa" and
    "gateway"; one that is killed is started again by itself, one that is stopped is not.
    A `fresh` stack forgets what an earlier one kept in the same directory.

    With more than one of `gateways` the others are "gateway2" and so on; they need a PostgreSQL
    in `env` ("DATABASE_URL"), and find each other faster with a Redis ("REDIS_URL"). With more
    than one of `each` that many processes of every part stand behind a balancer (cluster.py), on
    databases of PostgreSQL for all three. With `fakes` there are telephones with WhatsApp and
    Telegram as well.
    """

    def __init__(
        self,
        var: Path,
        *,
        sample: Path | None = None,
        fresh: bool = False,
        env: Mapping[str, str] | None = None,
        start_seconds: float = START_SECONDS,
        gateways: int = 1,
        each: int = 1,
        fakes: bool = False,
    ) -> None:
        port, rasa, actions, backend, phones, *more = ports.free(4 + gateways)
        self._settings = Settings(
            port=port,
            rasa_port=rasa,
            actions_port=actions,
            backend_port=backend,
            var=var,
            sample=sample,
            start_seconds=start_seconds,
            fakes=fakes,
            fakes_port=phones,
        )
        given = {**bare_environment(), **_secrets_of(var), **(env or {})}
        self.api_key = given["BACKEND_API_KEY"]
        self.field_keys = given["FIELD_KEYS"]
        self.rasa_token = given["RASA_TOKEN"]
        self._supervisor = Supervisor(
            several(all_parts(self._settings, more), each, var),
            self._settings.var,
            environment(self._settings, given),
        )
        self._fresh = fresh
        self._watch = Watch(self._supervisor, _quietly, DEATHS_BORNE)

    def __enter__(self) -> Self:
        self._supervisor.hold()
        try:
            if self._fresh:
                self._forget()
            self._supervisor.start()
            self.wait_ready()
        except BaseException:
            self._supervisor.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._supervisor.stop()

    @property
    def url(self) -> str:
        """The gateway's address, without a slash at the end."""
        return f"{LOCAL}:{self._settings.port}"

    @property
    def gateway_urls(self) -> list[str]:
        """The addresses of all gateways, the first one first."""
        parts = self._supervisor.parts
        return [part.url for key, part in parts.items() if key.startswith("gateway")]

    @property
    def backend_url(self) -> str:
        """The reference backend's address."""
        return f"{LOCAL}:{self._settings.backend_port}"

    @property
    def phones_url(self) -> str:
        """The address of the telephones, where there are `fakes`."""
        return self._part("fakes").url

    @property
    def rasa_url(self) -> str:
        """Rasa's address."""
        return f"{LOCAL}:{self._settings.rasa_port}"

    @property
    def actions_url(self) -> str:
        """The action server's address."""
        return f"{LOCAL}:{self._settings.actions_port}"

    @property
    def logs(self) -> Path:
        """The folder with one log for each part."""
        return self._supervisor.logs

    @property
    def urls(self) -> dict[str, str]:
        """The address of each process by its name."""
        return {key: part.url for key, part in self._supervisor.parts.items()}

    def pids(self) -> dict[str, int]:
        """The process id of each part; 0 for one that does not run."""
        return {key: self._supervisor.pid(key) for key in self._supervisor.parts}

    def stop(self, part: str) -> None:
        """End a part in good order; it stays ended until `start`."""
        self._supervisor.stop_part(part)

    def start(self, part: str) -> None:
        """Start a stopped part and wait until it is ready."""
        self._supervisor.start_part(part)
        self.wait_ready()

    def kill(self, part: str) -> None:
        """SIGKILL to a part; it comes back by itself, `wait_ready` waits for that."""
        self._supervisor.kill_part(part)

    def wait_ready(self) -> None:
        """Wait until every part can take work. Raises NotReady, PartKeepsDying, SupervisorLost."""
        readiness = Readiness(
            self._supervisor.parts.values(),
            within=self._settings.start_seconds,
            logs=self._supervisor.logs,
            tell=_quietly,
        )
        while not readiness.poll():
            self._watch.look()
            time.sleep(LOOK_SECONDS)

    def _forget(self) -> None:
        for database in self._settings.var.glob("*.db*"):
            database.unlink()

    def _part(self, key: str) -> Part:
        return self._supervisor.parts[key]


def _secrets_of(var: Path) -> dict[str, str]:
    """Secrets of this state directory alone: what was encrypted with them is read again when a
    stack is started there a second time."""
    var.mkdir(parents=True, exist_ok=True)
    path = var / "secrets.env"
    env_file.complete(path, GENERATED, {})
    return env_file.values(path)
