"""What happened to the parts, read from supervisord's log as it grows."""

import re
from dataclasses import dataclass
from pathlib import Path

SPAWNED = re.compile(r"INFO spawned: '(?P<key>[^']+)' with pid (?P<pid>\d+)$")
EXITED = re.compile(r"(?:INFO|WARN) exited: (?P<key>\S+) \((?P<how>.+?)(?:; (?:not )?expected)?\)$")
GAVE_UP = re.compile(r"INFO gave up: (?P<key>\S+) entered FATAL state")
CANNOT_START = re.compile(r"INFO spawnerr: (?P<how>.+)$")


@dataclass(frozen=True)
class Spawned:
    """A part's process was started."""

    key: str
    pid: int


@dataclass(frozen=True)
class Exited:
    """A part's process ended without being told to."""

    key: str
    how: str


@dataclass(frozen=True)
class GaveUp:
    """supervisord does not start the part again."""

    key: str
    how: str


Happening = Spawned | Exited | GaveUp


class Journal:
    """Reads a log of supervisord, each line once; a line is read when it is complete.

    What runs beside the parts appears in it as well.
    """

    def __init__(self, log: Path) -> None:
        self._log = log
        self._read = 0
        self._last_how = "could not be started"

    def news(self) -> list[Happening]:
        """What has been written since the last call, in order."""
        try:
            with self._log.open("rb") as log:
                log.seek(self._read)
                text = log.read()
        except FileNotFoundError:
            return []
        complete = text[: text.rfind(b"\n") + 1]
        self._read += len(complete)
        lines = complete.decode("utf-8", errors="replace").splitlines()
        return [happening for line in lines if (happening := self._understand(line))]

    def _understand(self, line: str) -> Happening | None:
        if found := SPAWNED.search(line):
            return Spawned(found["key"], int(found["pid"]))
        if found := EXITED.search(line):
            self._last_how = found["how"].replace("exit status", "exit")
            return Exited(found["key"], self._last_how)
        if found := CANNOT_START.search(line):
            self._last_how = found["how"]
            return None
        if found := GAVE_UP.search(line):
            return GaveUp(found["key"], self._last_how)
        return None
