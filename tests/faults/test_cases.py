"""The table of docs/faults.md, the benchmark's list and some of its cases in real processes."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.faults import matrix
from benchmarks.faults.cases import PARTS, READ, Case, Reads, pairs, singles
from benchmarks.faults.tap import Way
from launch import ROOT

TABLE = re.compile(
    r"^\| (\w+) \| (stopped|slow|garbled|silent) \| ([a-z ]+) \|(.+)\|(.+)\|$", re.MULTILINE
)
WORDS = {
    Reads.USUAL: "usual",
    Reads.KEPT: "kept",
    Reads.PUT_OFF: "put off",
    Reads.REFUSED: "refused",
}
#: One of each kind of answer, each way once at least, and two faults at once.
SOME = (
    Case((("redis", Way.GARBLED),)),
    Case((("backend", Way.SLOW),)),
    Case((("actions", Way.GARBLED), ("redis", Way.STOPPED))),
    Case((("postgresql", Way.STOPPED),)),
    Case((("postgresql", Way.SILENT),)),
)


def test_what_is_specified_is_what_the_benchmark_expects() -> None:
    """Every part in every way has its row, with all of its cells filled."""
    rows = TABLE.findall((ROOT / "docs/faults.md").read_text("utf-8"))
    assert {(part, Way(way)): words for part, way, words, *_ in rows} == {
        fault: WORDS[reads] for fault, reads in READ.items()
    }
    assert len(rows) == len(READ) == len(PARTS) * len(Way)
    assert all(cell.strip() for row in rows for cell in row)


def test_every_part_fails_in_every_way_and_beside_every_other() -> None:
    """No part and no two are left out of the run."""
    assert {case.faults[0] for case in singles()} == {(part, way) for part in PARTS for way in Way}
    together = {frozenset(part for part, _ in case.faults) for case in pairs()}
    assert together == {frozenset((one, two)) for one in PARTS for two in PARTS if one != two}
    assert {way for case in pairs() for _, way in case.faults} == set(Way)


async def test_people_read_what_is_specified_and_nothing_is_lost(tmp_path: Path) -> None:
    """Two gateways on PostgreSQL and Redis while people write by WhatsApp and in the web chat."""
    seen, figures = await matrix.run(SOME, tmp_path, tell=print)

    assert [(one.case, one.reads) for one in seen] == [(case, case.reads) for case in SOME]
    assert all(one.made_good for one in seen)
    assert figures["sent"] == figures["answered"]
    assert figures["tickets"] == figures["complaints"]
    wrong = ("lost", "doubled", "out_of_order", "tickets_wrong", "wrong_person", "letters_doubled")
    assert {name: figures[name] for name in wrong} == dict.fromkeys(wrong, 0)
