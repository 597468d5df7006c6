"""A part of a product that is small enough to test the launcher with: it answers on a port."""

import argparse
import http.server
import os
import signal
import subprocess
import sys
from pathlib import Path

STUBBORN_CHILD = (
    "import signal, time\n"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    "print('child is here', flush=True)\n"
    "time.sleep(600)\n"
)


class Answer(http.server.BaseHTTPRequestHandler):
    """200 to everything."""

    def do_GET(self) -> None:
        """Answer a readiness probe."""
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Keep the log for what the tests look for."""


def main() -> None:
    """Serve until ended; the options ask for bad manners."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--pids", type=Path, required=True)
    parser.add_argument("--broken", action="store_true")
    parser.add_argument("--stubborn", action="store_true")
    chosen = parser.parse_args()
    note(chosen.pids, os.getpid())
    if chosen.broken:
        print("the database is on fire", flush=True)
        sys.exit(3)
    if chosen.stubborn:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    child = subprocess.Popen([sys.executable, "-c", STUBBORN_CHILD], stdout=subprocess.PIPE)
    assert child.stdout is not None
    child.stdout.readline()
    note(chosen.pids, child.pid)
    http.server.HTTPServer(("127.0.0.1", chosen.port), Answer).serve_forever()


def note(path: Path, pid: int) -> None:
    """Write a process id down for the test."""
    with path.open("a") as pids:
        pids.write(f"{pid}\n")


if __name__ == "__main__":
    main()
