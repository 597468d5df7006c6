"""Ending processes that we began, and all that they began, without touching anybody else's."""

import contextlib
import os
import signal
from collections.abc import Iterable

import psutil


def tree(pid: int) -> list[psutil.Process]:
    """The process and all its descendants; nothing if it is gone."""
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def marked(pids: Iterable[int], name: str, value: str) -> list[psutil.Process]:
    """Those of `pids` that run with `name` = `value` in their environment.

    A number may have passed to another program since it was written down; the mark tells.
    """
    found = []
    for pid in pids:
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            if process.environ().get(name) == value:
                found.extend(tree(pid))
    return found


def members(leaders: Iterable[int]) -> list[int]:
    """The processes whose group was led by one of `leaders`, also when that one is gone."""
    wanted = set(leaders)
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(OSError):
            if os.getpgid(process.pid) in wanted:
                found.append(process.pid)
    return found


def kill_group(pid: int) -> None:
    """SIGKILL to the process group that `pid` leads, also when its leader is gone already."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def end(processes: list[psutil.Process], grace: float) -> None:
    """Wait `grace` seconds for the processes to end by themselves, then SIGKILL what is left."""
    _, left = psutil.wait_procs(processes, timeout=grace)
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(left, timeout=grace)
