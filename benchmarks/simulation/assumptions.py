"""What the simulation takes as given, with reasons (`assumptions.yml`)."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "assumptions.yml"


@cache
def given() -> dict[str, Any]:
    """The value of each assumption; its unit stands in its name."""
    return {name: one["value"] for name, one in _read().items()}


def as_text() -> str:
    """Every assumption on a line, with its reason."""
    lines = (f"  {name}: {one['value']} ({one['why']})" for name, one in _read().items())
    return "\n".join(["Assumed:", *lines])


def _read() -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read
