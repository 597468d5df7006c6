"""The backend's own numbers, as people type them: `FLT-2026-000123`, `flt 2026 000123`,
`एफएलटी २०२६ ०००१२३`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from components.numerals import ASCII_DIGITS
from components.spans import Span
from components.tables import rows


def read_references(text: str) -> list[Span]:
    """`ticket_number` and `application_number` in `text`, in the form `FLT-2026-000123`."""
    found = []
    for match in _reference().finditer(text.translate(ASCII_DIGITS).lower()):
        letters, first_gap, year, second_gap, count = match.groups()
        # `no 2026123456` is a number with a word before it; `FLT2026000123` is a ticket.
        if bool(first_gap) != bool(second_gap):
            continue
        prefix = _latin_letters(letters)
        kind = "application_number" if prefix == "NC" else "ticket_number"
        number = f"{prefix}-{year}-{int(count):06d}"
        found.append(Span(kind, match.start(), match.end(), number))
    return found


def _latin_letters(letters: str) -> str:
    """`FLT` for `flt` or `एफएलटी` (letter names, the longest first)."""
    names = letter_of_name()
    for name in sorted(names, key=len, reverse=True):
        letters = letters.replace(name, names[name])
    return letters.replace(" ", "").upper()


@lru_cache(maxsize=1)
def letter_of_name() -> dict[str, str]:
    """The Latin letter of each letter name (`एफ` → `f`), from `data/lookups/letter_names.tsv`."""
    return {name: letter for letter, names in rows("letter_names.tsv") for name in names}


@lru_cache(maxsize=1)
def _reference() -> re.Pattern[str]:
    names = "|".join(sorted(letter_of_name(), key=len, reverse=True))
    gap = r"(\s?[-–—/]?\s?)"
    return re.compile(
        rf"(?<![^\W\d_\u0900-\u097f])([a-z]{{2,4}}|(?:{names})(?: ?(?:{names})){{1,3}}){gap}"
        rf"(20[0-9]{{2}}){gap}([0-9]{{5,6}}|(?<=[-–—/])[0-9]{{1,4}})(?![0-9])"
    )
