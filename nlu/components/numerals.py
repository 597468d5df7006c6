"""Numbers in a message, in digits of both scripts or in words (`do hazar paanch sau`, `ढाई`)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from components.folding import level
from components.tables import rows
from components.words import Word

ASCII_DIGITS = {0x0966 + value: str(value) for value in range(10)}
_DIGITS = re.compile(r"[0-9]+(?:,[0-9]{2,3})*(?:\.[0-9]+)?")


class Numeral(NamedTuple):
    """A number: its value, its place in the text, and the words `[first, after)` it covers."""

    value: float
    start: int
    end: int
    first: int
    after: int


def numerals(text: str, words: list[Word]) -> list[Numeral]:
    """Every number of the message, the longest reading first come, from left to right."""
    found, place = [], 0
    figures = _figures(text, words)
    while place < len(words):
        numeral = _read(text, words, place, figures)
        if numeral:
            found.append(numeral)
        place = numeral.after if numeral else place + 1
    return found


def is_number_word(typed: str) -> bool:
    """True if the word, levelled as `folding.level` does, speaks a number."""
    return typed in _spoken_numbers()


def digit_of(text: str, word: Word) -> str:
    """The digit that `word` is or speaks (`9`, `nau`, `दो`, `zero`), or an empty string."""
    if len(word.folded) == 1 and word.folded.isdigit():
        return word.folded
    spoken = _spoken_numbers().get(level(text[word.start : word.end]), "")
    return spoken if len(spoken) == 1 else ""


def _read(
    text: str, words: list[Word], place: int, figures: dict[int, tuple[float, int]]
) -> Numeral | None:
    total, current, after, end = 0.0, None, place, 0
    while after < len(words):
        if after in figures and current is None:
            current, following = figures[after]
        else:
            spoken = _spoken_numbers().get(level(text[words[after].start : words[after].end]))
            if spoken is None or not _continues(current, spoken):
                break
            total, current = _add(total, current, spoken)
            following = after + 1
        end = words[following - 1].end
        after = following
    if after == place:
        return None
    return Numeral(total + (current or 0.0), words[place].start, end, place, after)


def _continues(current: float | None, spoken: str) -> bool:
    """`do ek` are two numbers, `do sau ek` and `sadhe teen` are one; `hazar` needs none."""
    if current is None:
        return True
    if spoken[0] == "x":
        return current > 0
    return current % 100 == 0 or current in (0.25, 0.5)


def _add(total: float, current: float | None, spoken: str) -> tuple[float, float]:
    """`spoken` added to what was read so far: a plain number, `+` a fraction, `x` a power."""
    if spoken[0] != "x":
        return total, (current or 0.0) + float(spoken)
    power = float(spoken[1:])
    if power == 100:
        return total, (current or 1.0) * power
    return total + (current or 1.0) * power, 0.0


def _figures(text: str, words: list[Word]) -> dict[int, tuple[float, int]]:
    """First word -> (value, word after it) of each number that is written in digits."""
    at = {word.start: place for place, word in enumerate(words)}
    ends = {word.end: place + 1 for place, word in enumerate(words)}
    found = {}
    for match in _DIGITS.finditer(text.translate(ASCII_DIGITS)):
        if match.start() in at and match.end() in ends:
            value = float(match.group().replace(",", ""))
            found[at[match.start()]] = (value, ends[match.end()])
    return found


@lru_cache(maxsize=1)
def _spoken_numbers() -> dict[str, str]:
    return {level(form): number for number, forms in rows("number_words.tsv") for form in forms}
