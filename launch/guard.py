"""Ends the parts when the launcher is gone: `python -m launch.guard <process id of the launcher>`.

supervisord runs it beside the parts. A launcher that is killed cannot end them itself, and
nobody should find four servers on the machine after a test run was shot down.
"""

import os
import signal
import sys
import time

LOOK_SECONDS = 1.0


def main() -> None:
    """Wait for the launcher to be gone, then end supervisord, and with it everything."""
    launcher, supervisor = int(sys.argv[1]), os.getppid()
    while _runs(launcher):
        time.sleep(LOOK_SECONDS)
    # Whoever adopted us after supervisord died is not ours to end.
    if os.getppid() == supervisor:
        os.kill(supervisor, signal.SIGTERM)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    main()
