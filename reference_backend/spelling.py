"""Place names as they sound: one form for Devanagari, Latin letters and small slips."""

from __future__ import annotations

import re
import unicodedata

# Unicode's own names of Devanagari signs that do not spell out their sound.
_SIGNS = {"ANUSVARA": "N", "CANDRABINDU": "N", "VISARGA": "", "VIRAMA": "", "NUKTA": ""}
_SAME_SOUND = [
    (r"chh?", "C"),  # kept apart from the c of Cantt and Civil Lines
    (r"ph", "f"),
    (r"([bdgjkpt])h", r"\1"),  # aspirates are dropped as often as written
    (r"sh|ss", "s"),
    (r"z", "j"),
    (r"w", "v"),
    (r"q", "k"),
    (r"x", "ks"),
    (r"c(?=[ei])", "s"),
    (r"ck?", "k"),
    (r"ao$", "au"),
    (r"ee|ii|y$", "i"),
    (r"oo|uu", "u"),
    (r"m(?=[bcdfgjkptv])", "n"),
    (r"(?<=.)a", ""),  # the inherent vowel is spelled or not, as one likes
    (r"(?<=[^aeiou])y(?=[^aeiou])", "i"),
    (r"(.)\1+", r"\1"),
]
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


def sound(name: str) -> str:
    """The name as it sounds, without spaces; equal for Barra and bara in either script."""
    heard = re.sub(r"[^a-z0-9]", "", _latin(name).lower())
    for spelling, same in _SAME_SOUND:
        heard = re.sub(spelling, same, heard)
    return heard


def words(text: str) -> list[str]:
    """The words and numbers of a text in any script, digits as 0-9."""
    joined = unicodedata.normalize("NFC", text)
    # Vowel signs are no letters to a regular expression; they must not split a word.
    kept = "".join(
        _digit(sign)
        if sign.isdigit()
        else sign
        if sign.isalpha() or unicodedata.category(sign) in ("Mn", "Mc")
        else " "
        for sign in joined
    )
    return [part for chunk in kept.split() for part in _split_number(chunk)]


def _split_number(chunk: str) -> list[str]:
    return re.findall(r"\d+|\D+", chunk)


def _digit(sign: str) -> str:
    return str(unicodedata.digit(sign, sign))


def _latin(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(_letter(sign) for sign in decomposed)


def _letter(sign: str) -> str:
    if sign.isascii():
        return sign
    if sign.isdigit():
        return _digit(sign)
    spelled = unicodedata.name(sign, "")
    if not spelled.startswith("DEVANAGARI"):
        return ""
    last = spelled.rsplit(" ", 1)[-1]
    if " SIGN " in spelled and last in _SIGNS:
        return _SIGNS[last]
    if "LETTER" in spelled and len(last) > 1 and last.endswith("A") and last not in ("AA",):
        last = last[:-1]  # a consonant's inherent vowel
    return {"SS": "sh", "TT": "t", "TTH": "th", "DD": "d", "DDH": "dh", "NN": "n", "C": "ch"}.get(
        last, last.lower()
    )
