"""`python -m benchmarks.turns.profile`: where a turn's processor time goes, by py-spy.

Starts the product, lets people talk as `make bench ONLY=turns` does, and prints for each part
the milliseconds a turn that its libraries and its own functions take. py-spy reads the processes
from outside: nothing in them is changed for it. Kept in benchmarks/README.md.
"""

import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.turns.load import talk
from benchmarks.turns.metering import processor_seconds
from benchmarks.turns.ours import Ours
from benchmarks.turns.people import crowd, sample, scripts

SAMPLES_PER_SECOND = 500
ROUNDS = 4
PEOPLE = 200
SHOWN = 10
END_SECONDS = 30.0
PY_SPY = Path(sys.executable).parent / "py-spy"
#: Folders of our own code as they begin a frame's file.
OURS = (
    "bot",
    "actions",
    "backend_client",
    "reference_backend",
    "watching",
    "serving",
    "components",
)
FRAME = re.compile(r"(?P<function>.+) \((?P<file>[^()]+?)(?::\d+)?\)")

Costs = Mapping[str, float]


def main() -> None:
    """Print both tables of each part. Raises LaunchError."""
    with tempfile.TemporaryDirectory(prefix="profile-turns-") as name:
        folder = Path(name)
        with Ours(folder / "ours", sample(folder / "sample.json", PEOPLE)) as ours:
            people, size = crowd(), len(scripts())
            talk(ours, people, size)
            # What a turn costs is measured unwatched: being watched costs as well.
            before = processor_seconds(ours.pids())
            turns = len(talk(ours, people, size * ROUNDS).waits)
            after = processor_seconds(ours.pids())
            with _watched(ours.pids(), folder):
                talk(ours, people, size * ROUNDS)
        for part in after:
            spent = (after[part] - before[part]) / turns * 1000
            print(table(part, spent, (folder / part).read_text("utf-8")))


@contextmanager
def _watched(pids: Mapping[str, int], folder: Path) -> Iterator[None]:
    """Stacks of each part while the block runs, in a file of its name in `folder`."""
    with ExitStack() as ending:
        for part, pid in pids.items():
            command = [str(PY_SPY), "record", "--pid", str(pid), "--function", "--format", "raw"]
            # Only who holds the interpreter's lock computes: the loops of uvloop look busy when
            # they wait.
            how = ["--gil", "--rate", str(SAMPLES_PER_SECOND), "--output", str(folder / part)]
            spy = subprocess.Popen([*command, *how], stdout=subprocess.DEVNULL)
            ending.callback(_end, spy)
        yield


def _end(spy: subprocess.Popen[bytes]) -> None:
    spy.send_signal(signal.SIGINT)  # it writes its file and ends
    spy.wait(END_SECONDS)


def table(part: str, milliseconds: float, stacks: str) -> str:
    """A part's `milliseconds` a turn, shared out after py-spy's collapsed stacks."""
    by_library, by_function = shares(stacks)
    columns = zip(_lines(by_library, milliseconds), _lines(by_function, milliseconds), strict=True)
    rows = (f"  {library:<34}{function}" for library, function in columns)
    return "\n".join([f"{part}: {milliseconds:.1f} ms of processor time a turn", *rows])


def shares(stacks: str) -> tuple[Costs, Costs]:
    """Shares of the samples: by the library they were in, and by our function they came from.

    A stack is a line of frames with `;` between them, the innermost last, then the count.
    """
    libraries, functions = Counter[str](), Counter[str]()
    for line in stacks.splitlines():
        frames, _, count = line.rpartition(" ")
        read = [found for frame in frames.split(";") if (found := FRAME.fullmatch(frame))]
        if read:
            libraries[_library(read[-1]["file"])] += int(count)
            functions[_function(read)] += int(count)
    total = libraries.total() or 1
    return (
        {name: count / total for name, count in libraries.items()},
        {name: count / total for name, count in functions.items()},
    )


def _library(file: str) -> str:
    return file.split("/")[0].removesuffix(".py")


def _function(frames: list[re.Match[str]]) -> str:
    """The innermost function of ours, or "(nobody of ours)" for a server's own work."""
    for frame in reversed(frames):
        if _library(frame["file"]) in OURS:
            return f"{frame['file']} {frame['function']}"
    return "(nobody of ours)"


def _lines(found: Costs, milliseconds: float) -> list[str]:
    costly = sorted(found.items(), key=lambda one: -one[1])[:SHOWN]
    lines = [f"{share * milliseconds:5.2f}  {name}" for name, share in costly]
    return lines + [""] * (SHOWN - len(lines))


if __name__ == "__main__":
    main()
