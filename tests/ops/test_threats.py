"""The page of threats names proofs that exist."""

import re

from launch import ROOT

PAGE = (ROOT / "docs/threats.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and "---" not in line][1:]


def test_every_threat_has_its_proof() -> None:
    """A line without a test would be a wish."""
    assert len(ROWS) > 20
    for row in ROWS:
        *_, proof = row.strip("| ").split(" | ")
        named = re.findall(r"`([^`]+)`", proof)
        assert named, row
        assert [path for path in named if not (ROOT / path).exists()] == [], row
