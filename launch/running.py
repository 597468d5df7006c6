"""`make run`: everything on this machine, until Ctrl-C or SIGTERM."""

import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from launch import ports
from launch.parts import Part
from launch.readiness import Readiness
from launch.supervisor import Supervisor
from launch.watch import Watch

LOOK_SECONDS = 0.25
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run(
    parts: Sequence[Part],
    *,
    var: Path,
    environ: Mapping[str, str],
    start_seconds: float,
    address: str,
    when_ready: Callable[[], str] = str,
    tell: Callable[[str], None] = lambda line: print(line, flush=True),
) -> None:
    """Run the parts until a signal asks for the end; `address` is told once all are ready, and
    after it what `when_ready` has to tell, if anything.

    Raises LaunchError; whatever happens, nothing is left running.
    """
    supervisor = Supervisor(parts, var, environ)
    with _signals() as stopping:
        left_behind = supervisor.hold()
        try:
            if left_behind:
                tell(f"ended {len(left_behind)} processes that an earlier run had left behind")
            ports.refuse_taken(parts)
            supervisor.start()
            _attend(supervisor, start_seconds, address, stopping, when_ready, tell)
            tell("ending")
        finally:
            supervisor.stop()


def _attend(
    supervisor: Supervisor,
    start_seconds: float,
    address: str,
    stopping: threading.Event,
    when_ready: Callable[[], str],
    tell: Callable[[str], None],
) -> None:
    watch = Watch(supervisor, tell)
    readiness = Readiness(
        supervisor.parts.values(), within=start_seconds, logs=supervisor.logs, tell=tell
    )
    tell(f"starting: {', '.join(part.title for part in supervisor.parts.values())}")
    told_address = False
    while not stopping.wait(LOOK_SECONDS):
        watch.look()
        if not told_address and readiness.poll():
            tell(f"Open {address} (Ctrl-C ends everything)")
            told_address = True
            if more := when_ready():
                tell(more)


@contextmanager
def _signals() -> Iterator[threading.Event]:
    """An event that is set by the first request to end; later ones cannot interrupt the ending."""
    stopping = threading.Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    before = {number: signal.signal(number, stop) for number in STOPPING}
    try:
        yield stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
