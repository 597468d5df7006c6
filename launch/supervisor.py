"""supervisord, which starts the parts, starts them again when they die, and ends them together."""

import contextlib
import fcntl
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import psutil
from supervisor.xmlrpc import SupervisorTransport  # type: ignore[import-untyped]

from launch import ROOT, processes
from launch.errors import AlreadyRunning, SupervisorLost
from launch.journal import Journal, Spawned
from launch.parts import Part
from launch.signals import held
from launch.supervisor_conf import GROUP, render, socket_path

# A part has four seconds to end by itself, so that the whole product ends within ten.
STOP_SECONDS = 4
GRACE_SECONDS = 7.0
ANSWER_SECONDS = 10.0
MARK = "BIJLI_STATE"


class Supervisor:
    """The parts as running processes, with their state under one directory.

    `var` is held for as long as this object runs: two products never share one.
    """

    def __init__(self, parts: Sequence[Part], var: Path, environ: Mapping[str, str]) -> None:
        self.parts = {part.key: part for part in parts}
        self.logs = var / "log"
        self._var = var
        self._run = var / "run"
        self._environ = {**environ, MARK: str(var)}
        self._log = self._run / "supervisord.log"
        self._socket = socket_path(self._run)
        self._lock: TextIO | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def hold(self) -> list[int]:
        """Take the state directory and end what an earlier run left behind in it.

        Returns the ids of the processes that had to be ended. Raises AlreadyRunning.
        """
        for folder in (self._var, self._run, self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (self._run / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            raise AlreadyRunning(self._var) from None
        self._lock = lock
        return self._end_left_behind()

    def _end_left_behind(self) -> list[int]:
        pids = [
            happening.pid
            for happening in Journal(self._log).news()
            if isinstance(happening, Spawned)
        ]
        with contextlib.suppress(OSError, ValueError):
            pids.insert(0, int((self._run / "supervisord.pid").read_text()))
        suspects = [*pids, *processes.members(pids)]
        left = list(dict.fromkeys(processes.marked(suspects, MARK, str(self._var))))
        for process in left:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.terminate()
        processes.end(left, STOP_SECONDS)
        for stale in (self._log, self._socket, self._run / "supervisord.pid"):
            stale.unlink(missing_ok=True)
        return [process.pid for process in left]

    def start(self) -> None:
        """Start all parts; returns when supervisord answers. `hold` comes first."""
        conf = self._run / "supervisord.conf"
        conf.write_text(
            render(
                self.parts.values(),
                run=self._run,
                logs=self.logs,
                socket=self._socket,
                stop_seconds=STOP_SECONDS,
            ),
            encoding="utf-8",
        )
        output = (self._run / "supervisord.out").open("wb")
        with output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "supervisor.supervisord", "-c", str(conf)],
                cwd=ROOT,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Ctrl-C in a terminal reaches the launcher alone, which then ends all in order.
                start_new_session=True,
            )
        self._wait_for_answer()

    def _wait_for_answer(self) -> None:
        deadline = time.monotonic() + ANSWER_SECONDS * 3
        while time.monotonic() < deadline:
            self.check()
            with contextlib.suppress(OSError, xmlrpc.client.Error):
                self._call("getState")
                return
            time.sleep(0.05)
        self.stop()
        raise SupervisorLost(self._log)

    def check(self) -> None:
        """Raises SupervisorLost when supervisord itself is gone."""
        if self._process is None or self._process.poll() is not None:
            output = self._run / "supervisord.out"
            raise SupervisorLost(output if output.stat().st_size else self._log)

    def journal(self) -> Journal:
        """A reader of what happens to the parts, from the start on."""
        return Journal(self._log)

    def pid(self, key: str) -> int:
        """The part's process id; 0 while it does not run."""
        return int(self._call("getProcessInfo", f"{GROUP}:{key}")["pid"])

    def stop_part(self, key: str) -> None:
        """End one part; it stays ended until `start_part`."""
        pid = self.pid(key)
        with contextlib.suppress(xmlrpc.client.Fault):  # it was not running
            self._call("stopProcess", f"{GROUP}:{key}", True)
        if pid:
            processes.kill_group(pid)

    def start_part(self, key: str) -> None:
        """Start a part that was ended; nothing happens if it runs."""
        with contextlib.suppress(xmlrpc.client.Fault):  # it was running already
            self._call("startProcess", f"{GROUP}:{key}", False)

    def kill_part(self, key: str) -> None:
        """SIGKILL to one part and its children; returns once they are gone.

        supervisord then starts the part again by itself.
        """
        pid = self.pid(key)
        if pid:
            victims = processes.tree(pid)
            processes.kill_group(pid)
            psutil.wait_procs(victims, timeout=ANSWER_SECONDS)

    def stop(self) -> None:
        """End every part and supervisord, within ten seconds, and give the state directory back.

        A second Ctrl-C does not interrupt it: that would leave processes behind.
        """
        with held():
            self._stop()

    def _stop(self) -> None:
        pids = [news.pid for news in self.journal().news() if isinstance(news, Spawned)]
        if self._process is not None:
            everything = processes.tree(self._process.pid)
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=GRACE_SECONDS)
            processes.end(everything, 0.5)
            self._process.wait()
            self._process = None
        # Children whose parent ended first are no longer in the tree but still in its group.
        processes.end(processes.marked(processes.members(pids), MARK, str(self._var)), 0)
        self._socket.unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _call(self, method: str, *args: str | bool) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self._socket}")
        # The address is ignored: the transport speaks through the socket.
        with xmlrpc.client.ServerProxy("http://127.0.0.1", transport=transport) as server:
            return getattr(server.supervisor, method)(*args)
