"""The training lines as labelled lines, all of them or an even share.

`python -m evaluation.lessons OUT [--count N]`, from nlu/: writes them as `make evaluate TRAIN=`
reads them, so that another pipeline can be trained on what ours is trained on.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from pathlib import Path

from evaluation.lines import Line, Mark

DATA = Path(__file__).resolve().parents[1] / "data"
VARIETIES = ("hi", "hi_Latn", "en", "mixed")
_EXAMPLE = re.compile(r"^    - (.*)$", re.MULTILINE)
_MARK = re.compile(r"\[([^\[\]]*)\](\{[^{}]*\})")
_SEED = 7


def lessons(folder: Path = DATA) -> list[Line]:
    """Every training line below `folder` with its marks, in the order of the files."""
    found = []
    for variety in VARIETIES:
        for path in sorted((folder / variety).glob("*.yml")):
            for example in _EXAMPLE.findall(path.read_text(encoding="utf-8")):
                found.append(_line(example, path.stem, variety.replace("_", "-")))
    return found


def even_share(lines: list[Line], count: int) -> list[Line]:
    """About `count` of `lines`, the same each time: from every intent the same part of each
    variety, whatever the number of its lines."""
    cells: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        cells[line.intent, line.variety].append(line)
    chance = random.Random(_SEED)  # noqa: S311 (a draw of lines, no secret)
    part = count / len(lines)
    return [
        line
        for cell in sorted(cells)
        for line in chance.sample(cells[cell], max(1, round(part * len(cells[cell]))))
    ]


def _line(example: str, intent: str, variety: str) -> Line:
    text, marks, after = "", [], 0
    for found in _MARK.finditer(example):
        text += example[after : found.start()]
        mark = json.loads(found[2])
        start, text = len(text), text + found[1]
        marks.append(Mark(mark["entity"], mark.get("value", found[1]), start, len(text)))
        after = found.end()
    return Line(text + example[after:], intent, variety, tuple(marks))


def main(arguments: list[str]) -> int:
    """Write the lines; 0 when done."""
    parser = argparse.ArgumentParser(description="Training lines as labelled lines")
    parser.add_argument("out", type=Path, help="where to write them, one JSON object a line")
    parser.add_argument("--count", type=int, help="about so many, evenly drawn; else all")
    wanted = parser.parse_args(arguments)
    chosen = lessons()
    if wanted.count:
        chosen = even_share(chosen, wanted.count)
    rows = (
        {
            "text": line.text,
            "intent": line.intent,
            "variety": line.variety,
            "entities": [vars(mark) for mark in line.marks],
        }
        for line in chosen
    )
    wanted.out.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
