"""Devanagari to Latin letters, one word at a time, the way people type Hindi on a phone.

The result is not a scholarly transliteration: it is the spelling that meets the typed
`bijli`, `light`, `kanekshan` half way, before `folding.py` brings both into one form.
"""

from __future__ import annotations

_CONSONANTS = {
    **dict(zip("कगचजटडतदपब", ["k", "g", "ch", "j", "t", "d", "t", "d", "p", "b"], strict=True)),
    **dict(
        zip(
            "खघछझठढथधफभ", ["kh", "gh", "chh", "jh", "th", "dh", "th", "dh", "ph", "bh"], strict=True
        )
    ),
    **dict(zip("ङञणनऩम", "nnnnnm", strict=True)),
    **dict(zip("यरऱलळवशषसह", ["y", "r", "r", "l", "l", "v", "sh", "sh", "s", "h"], strict=True)),
}
_VOWEL_SOUNDS = ["aa", "i", "ee", "u", "oo", "ri", "e", "ai", "e", "e", "o", "au", "o", "o"]
_VOWELS = {"अ": "a", **dict(zip("आइईउऊऋएऐऍऎओऔऑऒ", _VOWEL_SOUNDS, strict=True))}
_SIGNS = dict(zip("ािीुूृेैॅॆोौॉॊ", _VOWEL_SOUNDS, strict=True))
_VIRAMA = "\u094d"
_NASALS = "\u0901\u0902"
_LABIALS = "pbm"
_SCHWA = "\0"


def has_devanagari(text: str) -> bool:
    """True if any character of `text` belongs to the Devanagari block."""
    return any("\u0900" <= character <= "\u097f" for character in text)


def romanise(word: str) -> str:
    """`word` in Latin letters; characters outside Devanagari stay as they are.

    Expects the nukta to be stripped. A nasal sign at the end of a word is not written
    (people type `mein`, `me` and `main` for the same word); elsewhere it becomes n or m.
    """
    letters = _letters(word)
    _drop_silent_vowels(letters)
    return "".join("a" if letter == _SCHWA else letter for letter in letters)


def _letters(word: str) -> list[str]:
    letters: list[str] = []
    for position, character in enumerate(word):
        if character in _CONSONANTS:
            letters += [_CONSONANTS[character], _SCHWA]
        elif character in _SIGNS or character == _VIRAMA:
            if letters and letters[-1] == _SCHWA:
                letters.pop()
            letters += [_SIGNS[character]] if character in _SIGNS else []
        elif character in _VOWELS:
            letters.append(_VOWELS[character])
        elif character in _NASALS:
            following = _CONSONANTS.get(word[position + 1 : position + 2], "")
            if following:
                letters.append("m" if following[0] in _LABIALS else "n")
        elif not "\u0900" <= character <= "\u097f":
            letters.append(character)
    return letters


def _drop_silent_vowels(letters: list[str]) -> None:
    """Hindi does not speak the inherent vowel at a word's end, nor between two syllables."""
    if len(letters) > 2 and letters[-1] == _SCHWA:
        letters.pop()
    for position in range(len(letters) - 3, 1, -1):
        if (
            letters[position] == _SCHWA
            and _is_vowel(letters[position - 2])
            and not _is_vowel(letters[position - 1])
            and not _is_vowel(letters[position + 1])
            and _is_vowel(letters[position + 2])
        ):
            del letters[position]


def _is_vowel(letter: str) -> bool:
    return letter == _SCHWA or letter[0] in "aeiou"
