"""Reading the lookup tables: `key TAB form,form,…` lines in UTF-8."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from components.fingerprint import LOOKUPS


def rows(name: str) -> Iterator[tuple[str, list[str]]]:
    """(key, forms) of each line of `data/lookups/<name>`; OSError if it cannot be read."""
    yield from rows_of(LOOKUPS / name)


def rows_of(path: Path) -> Iterator[tuple[str, list[str]]]:
    """(key, forms) of each line of the table at `path`; OSError if it cannot be read."""
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, forms = line.partition("\t")
        if forms:
            yield key, forms.split(",")
