"""Where the words of a message begin and end, on the text exactly as it was typed."""

from __future__ import annotations

import re
from typing import NamedTuple

from components.folding import fold

# Letters and digits are separate words (`2kw`, `barra6`, `FLT-2026-000123`); Devanagari
# vowel signs and joiners belong to their word, which `\w` does not know.
_WORD = re.compile(
    r"[\u0900-\u0963\u0971-\u097f\u200c\u200d]+"
    r"|[0-9\u0966-\u096f]+"
    r"|(?:[^\W\d_\u0900-\u097f]|[\u0300-\u036f])+"
    r"|(?:[^\x00-\u0bff\u2000-\u206f\u3000-\u303f\ud800-\udfff\ufe00-\ufe0f])+"
)


class Word(NamedTuple):
    """One word: `text[start:end]` of the message, and its folded spelling."""

    folded: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of `text` in order; punctuation, controls and lone surrogates are left out."""
    found = (
        Word(fold(match.group()), match.start(), match.end()) for match in _WORD.finditer(text)
    )
    return [word for word in found if word.folded]
