"""Words of people without what tells who they are."""

import re
from collections.abc import Iterable

#: Stand for somebody's name, so that a line still reads like one, in the script it stands in.
LATIN_NAME = "Anil"
DEVANAGARI_NAME = "\u0905\u0928\u093f\u0932"

_LONG_NUMBER = re.compile(r"[0-9\u0966-\u096f](?:[ -]?[0-9\u0966-\u096f]){3,}")
_DIGIT = re.compile(r"[0-9\u0966-\u096f]")
_MAIL = re.compile(r"\S+@\S+")
_MARKUP = re.compile(r"[\[\]{}\s]+")
_DEVANAGARI_LETTER = re.compile(r"[\u0900-\u0963\u0970-\u097f]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


def in_one_line(text: str) -> str:
    """`text` without line ends and without what marks entities in training lines."""
    return _MARKUP.sub(" ", text).strip()


def without_numbers(text: str) -> str:
    """`text` in one line; mail addresses and numbers of four digits or more are made up."""
    text = in_one_line(_MAIL.sub("x@example.com", text))
    return _LONG_NUMBER.sub(lambda found: _DIGIT.sub("0", found[0]), text)


def without_names(text: str, names: Iterable[tuple[int, int]]) -> str:
    """`text` with a common name in the place of each of these (start, end)."""
    for start, end in sorted(names, reverse=True):
        devanagari = _DEVANAGARI_LETTER.search(text[start:end])
        text = text[:start] + (DEVANAGARI_NAME if devanagari else LATIN_NAME) + text[end:]
    return text
