"""WhatsApp's limits, and how words are cut to them without spoiling a Hindi syllable.

Source: Meta's OpenAPI description of the Cloud API and its page on interactive lists. Counted
in code points. A message that breaks one of them is dropped as a whole.
"""

import regex

TEXT = 4096
BODY = 1024  # of a message with buttons or a list
BUTTONS = 3
BUTTON_TITLE = 20
ROWS = 10  # over all sections of a list
ROW_TITLE = 24
ROW_DESCRIPTION = 72
LIST_BUTTON = 20

ELLIPSIS = "…"
# A user-perceived character; a Devanagari conjunct with its vowel sign is one.
_SYLLABLE = regex.compile(r"\X")


def shortened(text: str, longest: int) -> str:
    """The text in at most `longest` code points; an ellipsis stands for what is gone."""
    if len(text) <= longest:
        return text
    return text[: _boundary_before(text, longest - len(ELLIPSIS))].rstrip() + ELLIPSIS


def parts_of(text: str, longest: int = TEXT) -> list[str]:
    """The text in parts, cut where a line ends, else between words, else between syllables."""
    parts: list[str] = []
    while len(text) > longest:
        cut = _last_break(text, longest) or _boundary_before(text, longest) or longest
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [part for part in (*parts, text) if part]


def ending_of(text: str, longest: int = BODY) -> tuple[str, str]:
    """What comes before, and an ending of at most `longest` code points, not empty."""
    if len(text) <= longest:
        return "", text
    least = len(text) - longest
    for mark in ("\n\n", "\n", " "):
        found = text.find(mark, least - len(mark), -1)
        if found > 0 and text[found:].strip():
            return text[:found].rstrip(), text[found:].strip()
    starts = (match.start() for match in _SYLLABLE.finditer(text))
    cut = next((start for start in starts if start >= least), least)
    return text[:cut], text[cut:]


def _last_break(text: str, longest: int) -> int:
    room = text[: longest + 1]
    for mark in ("\n", " "):
        found = room.rfind(mark, 1)
        if found > 0 and text[:found].strip():
            return found
    return 0


def _boundary_before(text: str, longest: int) -> int:
    """The last end of a syllable at or before an index; 0 if the first is longer than that."""
    end = 0
    for match in _SYLLABLE.finditer(text):
        if match.end() > longest:
            return end
        end = match.end()
    return end
