"""`make bench` and `make bench ONLY=name`: runs the benchmarks and writes their results."""

import importlib
import sys
from pathlib import Path

from benchmarks.result import Result
from launch.errors import LaunchError
from launch.signals import unwind_on_request

HERE = Path(__file__).parent
#: It works with what `turns` measured, so it comes after it.
LAST = "simulation"


def main() -> int:
    """Run every benchmark, or the one that is named; 1 when there is none or one fails."""
    found = (bench.parent.name for bench in HERE.glob("*/bench.py"))
    names = sorted(found, key=lambda name: (name == LAST, name))
    only = "".join(sys.argv[1:])
    chosen = [name for name in names if only in ("", name)]
    if not chosen:
        print(f"There is no benchmark {only}; there are: {', '.join(names)}", file=sys.stderr)
        return 1
    unwind_on_request()
    for name in chosen:
        try:
            result: Result = importlib.import_module(f"benchmarks.{name}.bench").measure()
        except LaunchError as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 1
        print(f"{result.table()}\n  → {result.write()}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
