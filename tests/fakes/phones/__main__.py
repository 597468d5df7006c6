"""`python -m tests.fakes.phones [--port 4010] [--gateway http://127.0.0.1:8000]`."""

import argparse
import sys

import uvicorn

from tests.fakes.phones.app import create_app

SECONDS_TO_END = 1


def main() -> int:
    """Serve until told to end."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.phones")
    parser.add_argument("--port", type=int, default=4010)
    parser.add_argument("--gateway", default="http://127.0.0.1:8000")
    chosen = parser.parse_args()
    uvicorn.run(
        create_app(chosen.gateway),
        host="127.0.0.1",
        port=chosen.port,
        access_log=False,
        timeout_graceful_shutdown=SECONDS_TO_END,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
