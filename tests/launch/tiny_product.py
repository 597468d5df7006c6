"""Runs tiny parts under the real launcher, as `python -m launch run` does with the real ones.

Called with the state directory and, for each part, its name, port and options.
"""

import os
import sys
from pathlib import Path

from launch.errors import LaunchError
from launch.parts import Part
from launch.running import run

TINY_PART = Path(__file__).with_name("tiny_part.py")


def part(var: Path, words: str) -> Part:
    """The part that `words` ("name port option…") describe."""
    name, port, *options = words.split()
    options += ["--port", port, "--pids", str(var / "pids")]
    return Part(
        key=name,
        title=name,
        argv=(sys.executable, str(TINY_PART), *options),
        port=int(port),
        port_setting=f"{name.upper()}_PORT",
    )


def main() -> int:
    """Run until ended; exit code 1 for a LaunchError."""
    var = Path(sys.argv[1])
    var.mkdir(parents=True, exist_ok=True)
    parts = [part(var, words) for words in sys.argv[2:]]
    try:
        run(parts, var=var, environ=os.environ, start_seconds=60, address="HERE")
    except LaunchError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
