"""Which messages are read first when thousands wait."""

from functools import cache
from pathlib import Path
from unicodedata import normalize

import yaml

_WORDS = Path(__file__).parent / "data" / "danger_words.yml"
#: What the emergency buttons of every channel send.
_PAYLOAD = "/report_hazard"


def speaks_of_danger(text: str | None, payload: str | None) -> bool:
    """Whether a message may be about danger to life, told without asking anybody.

    A guess that costs nothing: the wrong one only takes its turn a little sooner.
    """
    if payload is not None:
        return payload.startswith(_PAYLOAD)
    written = _folded(text or "")
    return any(word in written for word in _words())


@cache
def _words() -> tuple[str, ...]:
    return tuple(map(_folded, yaml.safe_load(_WORDS.read_text(encoding="utf-8"))))


def _folded(text: str) -> str:
    # NFC keeps a letter with a dot below alike, written as one or as two; the words of the list
    # are short, so parts of words count.
    return " ".join(normalize("NFC", text).lower().split())
