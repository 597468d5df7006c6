"""The launcher with real processes: nothing is left behind, deaths are mended or explained."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from launch import ROOT, ports

TINY_PRODUCT = Path(__file__).with_name("tiny_product.py")
PATIENCE = 60  # seconds after which a launcher that hangs is given up


class Product:
    """A tiny product that runs under the real launcher."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.processes: list[subprocess.Popen[str]] = []

    def start(self, *parts: str) -> subprocess.Popen[str]:
        """Start the launcher in a terminal's way: with a process group of its own."""
        process = subprocess.Popen(
            [sys.executable, str(TINY_PRODUCT), str(self.var), *parts],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def pids(self) -> list[int]:
        """All processes that parts have noted down: themselves and their children."""
        return [int(line) for line in (self.var / "pids").read_text().split()]

    def left(self) -> list[int]:
        """Those of them that still run."""
        return [pid for pid in self.pids() if not _over(pid)]

    def is_gone(self, pid: int) -> bool:
        """Whether a process that was killed ends; a signal takes effect a moment after it."""
        deadline = time.monotonic() + PATIENCE
        while not _over(pid) and time.monotonic() < deadline:
            time.sleep(0.02)
        return _over(pid)


def _over(pid: int) -> bool:
    # A zombie has ended: it only waits for whoever adopted it to take note.
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def read_until(process: subprocess.Popen[str], words: str) -> list[str]:
    """The lines that the launcher prints up to and including the one with `words`."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return lines
    raise AssertionError(f"{words!r} was never printed, but: {lines}")


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    """A product in its own state directory, ended after the test whatever happened."""
    product = Product(tmp_path / "var with space")
    yield product
    for process in product.processes:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=PATIENCE)


def two_parts(*options: str) -> list[str]:
    """Descriptions of two parts on free ports; `options` go to the first."""
    first, second = ports.free(2)
    return [" ".join(["alpha", str(first), *options]), f"beta {second}"]


def test_one_line_gives_the_address_once_all_parts_are_ready(product: Product) -> None:
    """Progress first, then one line to open."""
    lines = read_until(product.start(*two_parts()), "Open HERE")
    told = "".join(lines)
    assert "alpha is ready" in told
    assert "beta is ready" in told
    assert told.count("HERE") == 1


def test_what_the_parts_write_down_is_for_their_owner_only(product: Product) -> None:
    """Logs and databases hold what consumers said."""
    read_until(product.start(*two_parts()), "Open HERE")
    for path in (product.var / "log", product.var / "pids"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_request_to_end_leaves_no_process_behind(
    product: Product, number: signal.Signals
) -> None:
    """Children that ignore polite signals go as well; a second request interrupts nothing."""
    process = product.start(*two_parts("--stubborn"))
    read_until(process, "Open HERE")
    assert len(product.left()) == 4
    process.send_signal(number)
    process.send_signal(number)
    assert process.wait(timeout=PATIENCE) == 0
    assert product.left() == []


def test_a_part_that_dies_is_started_again_with_one_line(product: Product) -> None:
    """What the dead process had begun is ended too: it may hold a port or a lock."""
    process = product.start(*two_parts())
    read_until(process, "Open HERE")
    child = next(pid for pid in product.pids() if not psutil.Process(pid).children())
    os.kill(psutil.Process(child).ppid(), signal.SIGKILL)
    lines = read_until(process, "started again")
    assert len(lines) == 1
    assert "ended (terminated by SIGKILL), started again" in lines[0]
    assert product.is_gone(child)


def test_a_part_that_keeps_dying_ends_everything_and_shows_its_log(product: Product) -> None:
    """After five deaths the launcher says which part, where its log is and what stands in it."""
    process = product.start(*two_parts("--broken"))
    output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert output.count("alpha ended (exit 3), started again") == 4
    assert "alpha ended five times within a minute" in output
    assert str(product.var / "log" / "alpha.log") in output
    assert "the database is on fire" in output
    assert product.left() == []


def test_a_taken_port_is_named_with_the_setting_that_moves_it(product: Product) -> None:
    """The sentence can be acted on without reading code."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        process = product.start(f"alpha {port}")
        output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 1
    assert f"Port {port} is taken" in output
    assert f"ALPHA_PORT={port + 1}" in output


def test_a_second_launcher_leaves_the_first_alone(product: Product) -> None:
    """One state directory belongs to one running product."""
    first = product.start(*two_parts())
    read_until(first, "Open HERE")
    second = product.start(*two_parts())
    output, _ = second.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert "running already" in output
    assert first.poll() is None
    assert len(product.left()) == 4


@pytest.mark.parametrize("also", ["launcher only", "supervisor too"])
def test_what_a_killed_launcher_left_behind_is_ended_at_the_next_start(
    product: Product, also: str
) -> None:
    """Nobody has to hunt for processes after a crash."""
    parts = two_parts()
    process = product.start(*parts)
    read_until(process, "Open HERE")
    orphans = product.left()
    process.kill()
    process.wait()
    if also == "supervisor too":
        os.kill(int((product.var / "run" / "supervisord.pid").read_text()), signal.SIGKILL)
    lines = read_until(product.start(*parts), "Open HERE")
    assert "an earlier run had left behind" in lines[0]
    assert set(orphans).isdisjoint(product.left())


def test_the_parts_of_a_killed_launcher_end_by_themselves(product: Product) -> None:
    """Nobody comes back to start it again, as after a test run that was shot down."""
    process = product.start(*two_parts())
    read_until(process, "Open HERE")
    parts = [pid for pid in product.pids() if psutil.Process(pid).children()]
    supervisor = int((product.var / "run" / "supervisord.pid").read_text())
    process.kill()
    process.wait()
    assert all(product.is_gone(pid) for pid in [*parts, supervisor])
