"""What can go wrong when the product is started.

LaunchError
├── SettingsWrong       a setting has a value that cannot be used
├── PortTaken           another program listens where a part should
├── AlreadyRunning      this state directory belongs to a product that runs
├── ModelMissing        no trained language model
├── PartKeepsDying      a part ended five times within a minute
├── NotReady            a part did not become ready in time
├── BackupFailed        what is kept could not be saved or put back
└── SupervisorLost      the supervising process itself ended
"""

from pathlib import Path

LAST_LINES = 15


class LaunchError(Exception):
    """The product cannot run; the text says why and what to do, for a person at a terminal."""


class SettingsWrong(LaunchError):
    """A setting has a value that cannot be used."""


class BackupFailed(LaunchError):
    """What the product keeps could not be saved, or not be put back."""


class PortTaken(LaunchError):
    """Another program listens on a port that a part needs."""

    def __init__(self, port: int, title: str, setting: str) -> None:
        super().__init__(
            f"Port {port} is taken by another program, and the {title} needs it. "
            f"End that program, or choose another port: {setting}={port + 1} make run"
        )


class AlreadyRunning(LaunchError):
    """Another launcher holds the state directory."""

    def __init__(self, var: Path) -> None:
        super().__init__(
            f"The product is running already with the state in {var}. "
            "End it first, or give this one its own directory: VAR=DIRECTORY make run"
        )


class ModelMissing(LaunchError):
    """There is no trained language model to load."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no language model at {path}. Train it first: make train")


class PartKeepsDying(LaunchError):
    """A part ended so often that starting it again is pointless."""

    def __init__(self, title: str, how: str, log: Path) -> None:
        super().__init__(
            f"The {title} ended five times within a minute (last: {how}), so everything is "
            f"stopped. Its log: {log}{last_lines(log)}"
        )


class NotReady(LaunchError):
    """Some part did not answer as ready within the time allowed."""

    def __init__(self, title: str, seconds: float, log: Path) -> None:
        super().__init__(
            f"The {title} was not ready after {seconds:.0f} seconds. Its log: {log}"
            f"{last_lines(log)}\nOn a slow machine allow more: START_SECONDS=600 make run"
        )


class SupervisorLost(LaunchError):
    """supervisord ended although nobody asked it to."""

    def __init__(self, log: Path) -> None:
        super().__init__(
            f"The supervising process ended unexpectedly, so everything is stopped. "
            f"Its log: {log}{last_lines(log)}"
        )


def last_lines(log: Path) -> str:
    """The end of a log, indented on lines of its own; "" for a log that is empty or absent."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
    except OSError:
        return ""
    return "".join(f"\n    {line}" for line in lines)
