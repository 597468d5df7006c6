"""Cuts a long text into messages that Telegram takes."""

import unicodedata

from telegram.constants import MessageLimit

LONGEST = int(MessageLimit.MAX_TEXT_LENGTH)  # 4096, counted here in UTF-16 units to be safe


def parts_of(text: str, longest: int = LONGEST) -> list[str]:
    """At least one part; cut where a line ends, else between words, else between letters."""
    parts: list[str] = []
    while _units(text) > longest:
        cut = _cut(text, longest)
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*parts, text]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, longest: int) -> int:
    """The index at which the first part ends."""
    room = text[:longest]
    while _units(room) > longest:
        room = room[:-1]
    for boundary in ("\n", " "):
        found = room.rfind(boundary, 1)
        if found > 0:
            return found
    return _letter_start(text, len(room))


def _letter_start(text: str, index: int) -> int:
    """Step back so that no vowel sign is cut off from its letter."""
    start = index
    while start > 1 and unicodedata.category(text[start]).startswith("M"):
        start -= 1
    return start if start > 1 else index
