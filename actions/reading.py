"""Text folded for comparison, and the numbers in it. Pure functions, no wording."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

_NUKTA = "\u093c"
#: Chandrabindu and anusvara are written one for the other; so are the two nasal spellings.
_SAME_SIGN = str.maketrans({"\u0901": "\u0902", _NUKTA: None})
#: Different characters that are remembered; people write in a few hundred.
_MOST_CHARACTERS = 4096
_DIGIT_RUN = re.compile(r"\+?\d(?:[\s\-–—.]?\d)*")
#: A dot ends a number only where no digit follows: "2.5" is one number.
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def ascii_digits(text: str) -> str:
    """`text` with the digits of every script as 0-9, nothing else changed in length."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def plain(text: str) -> str:
    """`text` for comparison: one form of each letter, small letters, single spaces.

    Nukta, chandrabindu, zero-width characters and punctuation go, since people leave them
    out as often as they type them.
    """
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text)).translate(_SAME_SIGN)
    folded = unicodedata.normalize("NFC", folded).casefold()
    return " ".join(folded.translate(_KEPT).split())


class _Kept(dict[int, str]):
    """What `plain` keeps of a character, worked out when it first comes."""

    def __missing__(self, code: int) -> str:
        kept = _kept(chr(code))
        if len(self) < _MOST_CHARACTERS:
            self[code] = kept
        return kept


def _kept(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cf":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    return char if category[0] in "LMN" or char in ".+" else " "


_KEPT = _Kept()


class Phrases:
    """Folded words and phrases that are looked for in folded texts, as whole words."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._padded = tuple(f" {phrase} " for phrase in phrases)
        self._beginnings = frozenset(one.split()[0] for one in self._padded if one.split())

    def stand_in(self, text: str) -> bool:
        """Whether `text` holds any of them."""
        # Most texts hold none, which their single words tell at once.
        if self._beginnings.isdisjoint(text.split()):
            return False
        padded = f" {text} "
        return any(one in padded for one in self._padded)


def digit_runs(text: str) -> list[str]:
    """Runs of digits as people space them, joined: "98765 43210" → ["9876543210"]."""
    return [re.sub(r"\D", "", run) for run in _DIGIT_RUN.findall(ascii_digits(text))]


def without_runs(text: str, unwanted: Callable[[str], object]) -> str:
    """`text` with "…" for each run of digits whose joined digits are `unwanted`."""

    def kept(run: re.Match[str]) -> str:
        return "…" if unwanted(re.sub(r"\D", "", run[0])) else run[0]

    return _DIGIT_RUN.sub(kept, ascii_digits(text))


def decimal_numbers(text: str) -> list[float]:
    """Numbers with Indian grouping and decimals: "1,23,456.50" → [123456.5]."""
    found = []
    for run in _NUMBER.findall(ascii_digits(text)):
        head, dot, tail = run.partition(".")
        try:
            found.append(
                float(head.replace(",", "") + dot + tail.replace(",", "").replace(".", ""))
            )
        except ValueError:
            continue
    return found


def has_letters(text: str, least: int = 2) -> bool:
    """Whether `text` holds at least `least` letters of any script."""
    return sum(char.isalpha() for char in text) >= least
