"""The trade's concepts (POWER, ABSENT, BILL, …) found in a message, in whatever language.

`data/lookups/concepts.tsv` holds them: `CONCEPT TAB form,form,…`, forms in all varieties.
They carry what is learnt in one script over to the others.
"""

from __future__ import annotations

from pathlib import Path

from components.words import words_of


class ConceptLexicon:
    """Finds concepts by their folded forms, the longest form first."""

    def __init__(self, path: Path) -> None:
        """Read the table at `path`; OSError if it cannot be read."""
        self._concepts: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._longest: dict[str, int] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            concept, _, forms = line.partition("\t")
            for form in forms.split(","):
                self._add(concept, tuple(word.folded for word in words_of(form)))

    def _add(self, concept: str, form: tuple[str, ...]) -> None:
        if not form:
            return
        known = self._concepts.get(form, ())
        if concept not in known:
            self._concepts[form] = (*known, concept)
        self._longest[form[0]] = max(self._longest.get(form[0], 0), len(form))

    def find(self, folded: list[str]) -> list[tuple[str, ...]]:
        """For each place in the message, in order, the concepts that its words stand for."""
        found: list[tuple[str, ...]] = []
        position = 0
        while position < len(folded):
            longest = self._longest.get(folded[position], 0)
            for length in range(min(longest, len(folded) - position), 0, -1):
                concepts = self._concepts.get(tuple(folded[position : position + length]))
                if concepts:
                    found.append(concepts)
                    break
            else:
                length = 1
            position += length
        return found
