"""One spelling for the many ways in which a word is typed.

Both scripts end in one space of Latin letters: NFC/NFD, nukta, zero-width joiners and
Devanagari digits are levelled, Devanagari is romanised (`romanise.py`), then vowel length,
aspiration and doubled letters are dropped, because typists do not agree on them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from components.romanise import has_devanagari, romanise

_NUKTA_AND_JOINERS = dict.fromkeys([0x093C, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_DIGITS = {0x0966 + value: str(value) for value in range(10)}
_LEVEL = {**_NUKTA_AND_JOINERS, **_DIGITS}

# In this order: each rule may rely on those above it.
_SPELLING = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"[ts]ion", "shan"),
        (r"igh", "ai"),
        (r"ph", "f"),
        (r"ck", "k"),
        (r"s+h", "s"),
        (r"c(?=[eiy])", "s"),
        (r"ch+", "\0"),
        (r"c", "k"),
        (r"\0", "c"),
        (r"q", "k"),
        (r"x", "ks"),
        (r"z", "j"),
        (r"w", "v"),
        (r"(?<=[bdgjkt])h", ""),
        (r"y(?=[ei])", ""),
        (r"y(?![aou])", "i"),
        (r"a+[iy]|e[iy]", "e"),
        (r"a+[uv](?![aeiou])", "o"),
        (r"ee|ie", "i"),
        (r"oo|ou", "u"),
        (r"([a-z])\1+", r"\1"),
        (r"(?<=[aeiou])h$", ""),
    )
]
_VOWELS = re.compile(r"[aeiouy]")


@lru_cache(maxsize=50_000)
def level(text: str) -> str:
    """`text` in lower case, canonical code points and ASCII digits; letters are kept."""
    decomposed = unicodedata.normalize("NFD", text).translate(_LEVEL)
    return unicodedata.normalize("NFC", decomposed).lower()


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """The folded spelling of one word; empty if nothing of it is left.

    >>> fold("बिजली"), fold("bijlee"), fold("१२")
    ('bijli', 'bijli', '12')
    """
    word = level(word)
    if has_devanagari(word):
        word = romanise(word)
    for pattern, replacement in _SPELLING:
        word = pattern.sub(replacement, word)
    return word


@lru_cache(maxsize=50_000)
def skeleton(folded: str) -> str:
    """The consonants of a folded word: what is left when people drop vowels (`nmbr`, `kb`)."""
    return folded[:1] + _VOWELS.sub("", folded[1:])


def folded_set(words: str) -> frozenset[str]:
    """The folded spellings of a space-separated list."""
    return frozenset(fold(word) for word in words.split())
