"""`make fuzz`: for some seconds each, bytes that reach ever more lines of the parsers (atheris).

It starts from `corpus/`, keeps what it learns in `var/fuzz/`, and ends with an error at the
first fault, whose bytes lie beside it: they belong into the corpus, which every test run reads.
"""

import logging
import subprocess
import sys
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
LEARNED = Path(__file__).parents[2] / "var" / "fuzz"
LONGEST = 4096  # bytes of one try
INCLUDED = ["bot", "telegram"]  # whose lines count


def fuzz(name: str, seconds: str) -> None:
    """One target in this process, which atheris ends."""
    import atheris  # type: ignore[import-untyped,unused-ignore]  # wheels for Linux alone

    with atheris.instrument_imports(include=INCLUDED):
        from tests.fuzz.targets import TARGETS
    logging.disable()  # a line for every refusal would be most of the work
    learned = LEARNED / name
    learned.mkdir(parents=True, exist_ok=True)
    bounds = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", "-timeout=10"]
    kept = f"-artifact_prefix={LEARNED / name}-"
    atheris.Setup([name, *bounds, kept, str(learned), str(CORPUS / name)], TARGETS[name])
    atheris.Fuzz()


def main(seconds: str, *names: str) -> int:
    """Each target in a process of its own; 1 if one of them found a fault."""
    for name in names or sorted(one.name for one in CORPUS.iterdir()):
        print(f"== {name}", flush=True)
        command = [sys.executable, "-m", "tests.fuzz", "--one", name, seconds]
        if subprocess.run(command, check=False).returncode:
            return 1
    return 0


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        fuzz(*sys.argv[2:])
    sys.exit(main(*sys.argv[1:]))
