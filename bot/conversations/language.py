"""Which of the three ways of writing a person uses: replies follow it.

The script decides first; within Latin letters, marked words of Hindi and of English do.
What carries no sign (numbers, names, "ok", "2 kW") changes nothing.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

WORDS_FILE = Path(__file__).parent / "data" / "latin_words.yml"

# A person who chose a language keeps it until they write this clearly in another, twice running.
MARKED_WORDS_OF_A_SENTENCE = 3
LINES_TO_OVERRULE_A_CHOICE = 2
# English words stand in most Hindi sentences, Hindi words in hardly any English one.
HINDI_WEIGHT = 1.5
DEVANAGARI_SHARE = 1 / 3
WORDS_OF_A_PHRASE = 3
ENGLISH_SHARE = 2 / 3

_DEVANAGARI = re.compile(r"[ऄ-हक़-ॡॲ-ॿ]")
_LATIN_WORD = re.compile(r"[A-Za-z]{3}")
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’][a-z]+)?|[ऀ-ॣॱ-ॿ]+")


@dataclass(frozen=True, slots=True)
class Writing:
    """How a person writes. `chosen`: they asked for it; `contrary`: lines since in another;
    `shown`: a line of theirs has shown it, so that it is more than our beginning."""

    language: str = "hi"
    chosen: bool = False
    contrary: int = 0
    shown: bool = False

    def choose(self, language: str) -> "Writing":
        """The person asked for a language."""
        return Writing(language, chosen=True, shown=True)

    def follow(self, text: str) -> "Writing":
        """The person wrote a line."""
        language, marked = recognise(text)
        if language is None:
            latin = _LATIN_WORD.search(text) is not None
            return self._in_latin_letters(text) if latin and not self.shown else self
        if language == self.language:
            return replace(self, contrary=0, shown=True)
        if not marked and self.language != "hi":
            # Borrowed words alone tell a Devanagari conversation that it has changed its script;
            # a Hindi one in Latin letters uses them as its own.
            return self
        if not self.chosen:
            return Writing(language, shown=True)
        if marked < MARKED_WORDS_OF_A_SENTENCE:
            return self
        if self.contrary + 1 >= LINES_TO_OVERRULE_A_CHOICE:
            return Writing(language, shown=True)
        return replace(self, contrary=self.contrary + 1)

    def _in_latin_letters(self, text: str) -> "Writing":
        """ "hello", "my bill": a person who has typed nothing else yet. English where a word
        is English and none Hindi; else we know only the letters."""
        words = set(_WORD.findall(text.lower()))
        if words & _marked()["english"] and not words & _marked()["hindi"]:
            return replace(self, language="en")
        return replace(self, language="hi-Latn") if self.language == "hi" else self


def recognise(text: str) -> tuple[str | None, int]:
    """The language of a line (`hi`, `hi-Latn`, `en`) and how many words show it.

    No word but `en` where all are English ones that Hindi uses too; None where nothing shows.
    """
    words = _WORD.findall(text.lower().replace("’", "'"))
    devanagari = sum(1 for word in words if _DEVANAGARI.search(word))
    if devanagari and devanagari >= len(words) * DEVANAGARI_SHARE:
        return "hi", devanagari
    hindi = sum(word in _marked()["hindi"] for word in words)
    english = sum(word in _marked()["english"] for word in words)
    if hindi and hindi * HINDI_WEIGHT >= english:
        return "hi-Latn", hindi
    known = english + sum(word in _marked()["borrowed"] for word in words)
    is_phrase = len(words) >= WORDS_OF_A_PHRASE
    if english > 1 or (english and is_phrase and known >= len(words) * ENGLISH_SHARE):
        return "en", english
    # One English word ("yes", "near") is no sign: it is part of everybody's Hindi.
    return ("en", 0) if is_phrase and known == len(words) else (None, 0)


@cache
def _marked() -> dict[str, frozenset[str]]:
    lists = yaml.safe_load(WORDS_FILE.read_text(encoding="utf-8"))
    return {language: frozenset(words) for language, words in lists.items()}
