"""Known localities in a message, in both scripts, with small slips of spelling.

`data/lookups/localities.tsv` holds them: `name TAB spelling,spelling,…`. A number, a block
or a sector that follows belongs to the place: `barra 6`, `बर्रा-6`, `Kidwai Nagar H block`.
"""

from __future__ import annotations

from pathlib import Path

from components.folding import fold, folded_set, level
from components.references import letter_of_name
from components.spans import Span
from components.tables import rows_of
from components.times import is_time_word
from components.words import Word, words_of

_LONGEST = 4
# Below this length another word is too easily one letter away (`bara` is twelve, too).
_EXACT_UP_TO, _LOOSE_FROM = 5, 7
_PARTS = folded_set(
    "block blok sector sektar phase ward part gali extension ext no number nambar scheme site"
)
_LEADING_PARTS = folded_set("block sector sektar blok")
_SIDES = folded_set("west east north south vest ist narth saauth purvi pashchimi uttari dakshini")
_SPOKEN_NUMBERS = {
    fold(word): value
    for value, word in enumerate(("teen", "char", "paanch", "chhe", "saat", "aath", "nau"), start=3)
}


class Gazetteer:
    """Finds the localities of one table."""

    def __init__(self, path: Path) -> None:
        """Read the table at `path`; OSError if it cannot be read."""
        self._typed: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        one_letter_less: dict[str, str] = {}
        for name, spellings in rows_of(path):
            for spelling in [name, *spellings]:
                self._add(name, spelling, one_letter_less)
        self._near = {**self._folded, **one_letter_less}
        self._most_letters = max(map(len, self._near), default=0) + 1

    def _add(self, name: str, spelling: str, one_letter_less: dict[str, str]) -> None:
        self._typed.setdefault(level(spelling).replace(" ", ""), name)
        joined = "".join(word.folded for word in words_of(spelling))
        self._folded.setdefault(joined, name)
        if len(joined) >= _LOOSE_FROM:
            for shorter in _one_letter_less(joined):
                one_letter_less.setdefault(shorter, name)

    def find(self, text: str, words: list[Word]) -> list[Span]:
        """`locality` spans of `text`; the value is the table's name with number or block."""
        found, place = [], 0
        while place < len(words):
            name, after = self._longest(text, words, place)
            if not name:
                place += 1
                continue
            after, suffix = _suffix(text, words, after)
            span = Span("locality", words[place].start, words[after - 1].end, f"{name}{suffix}")
            found.append(span)
            place = after
        return found

    def _longest(self, text: str, words: list[Word], place: int) -> tuple[str, int]:
        for after in range(min(len(words), place + _LONGEST), place, -1):
            name = self._name(text, words[place:after])
            if name:
                return name, after
        return "", place

    def _name(self, text: str, words: list[Word]) -> str:
        joined = "".join([word.folded for word in words])
        if len(joined) <= _EXACT_UP_TO:
            typed = level("".join([text[word.start : word.end] for word in words]))
            return self._typed.get(typed, "")
        if joined in self._folded:
            return self._folded[joined]
        if not _LOOSE_FROM <= len(joined) <= self._most_letters:
            return ""
        if any(len(word.folded) < 3 for word in words):
            return ""
        for spelling in (joined, *_one_letter_less(joined)):
            if spelling in self._near:
                return self._near[spelling]
        return ""


def _one_letter_less(word: str) -> list[str]:
    # The first letter is not what people mistype, and keeping it halves false finds.
    return [word[:place] + word[place + 1 :] for place in range(1, len(word))]


def _suffix(text: str, words: list[Word], place: int) -> tuple[int, str]:
    """(word after the place's number or block, that suffix as part of a name)."""
    following = [word.folded for word in words[place : place + 3]] + ["", "", ""]
    first, second, third = following[:3]
    if first in _PARTS and (second.isdigit() or len(second) == 1):
        return place + 2, f" {_typed(text, words, place, place + 2)}"
    if second in _LEADING_PARTS and (_is_letter(text, words[place]) or first.isdigit()):
        return place + 2, f" {_typed(text, words, place, place + 2)}"
    if first in _SIDES:
        return place + 1, f" {_typed(text, words, place, place + 1)}"
    if _is_small(first) and not is_time_word(second) and not (_is_small(second) and third):
        return place + 1, f" {int(first)}"
    if first in _SPOKEN_NUMBERS and not is_time_word(second):
        return place + 1, f" {_SPOKEN_NUMBERS[first]}"
    return place, ""


def _is_letter(text: str, word: Word) -> bool:
    """A block is called by a letter or by the letter's name: `H block`, `एन ब्लॉक`."""
    return len(word.folded) == 1 or level(text[word.start : word.end]) in letter_of_name()


def _is_small(folded: str) -> bool:
    return folded.isdigit() and len(folded) <= 2


def _typed(text: str, words: list[Word], first: int, after: int) -> str:
    return level(text[words[first].start : words[after - 1].end])
