"""Listed words and phrases in a message: languages, common names."""

from __future__ import annotations

from pathlib import Path

from components.spans import Span
from components.tables import rows_of
from components.words import Word, words_of


class Phrases:
    """Finds the phrases of one table, `key TAB phrase,phrase,…`, by their folded spelling."""

    def __init__(self, path: Path, entity: str | None = None) -> None:
        """Read the table at `path`; without `entity` each key is the entity of its phrases."""
        self._entity = entity
        self._keys: dict[tuple[str, ...], str] = {}
        for key, phrases in rows_of(path):
            for phrase in phrases:
                folded = tuple(word.folded for word in words_of(phrase))
                self._keys.setdefault(folded, key)
        self._longest = max(map(len, self._keys), default=0)
        self._firsts = {folded[0] for folded in self._keys if folded}

    def find(self, words: list[Word]) -> list[Span]:
        """The phrases among `words`, the longest first come; the value is the table's key."""
        found, place = [], 0
        while place < len(words):
            key, after = self._at(words, place)
            if key:
                start, end = words[place].start, words[after - 1].end
                found.append(Span(self._entity or key, start, end, key))
            place = after
        return found

    def _at(self, words: list[Word], place: int) -> tuple[str, int]:
        if words[place].folded not in self._firsts:
            return "", place + 1
        for after in range(min(len(words), place + self._longest), place, -1):
            key = self._keys.get(tuple(word.folded for word in words[place:after]))
            if key:
                return key, after
        return "", place + 1
