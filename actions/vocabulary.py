"""The spoken forms of closed answers and units, read from data once and folded."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from actions.reading import Phrases, plain

_DATA = Path(__file__).parent / "data"


@cache
def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((_DATA / name).read_text("utf-8"))
    return loaded


@cache
def choice_words(field: str) -> tuple[tuple[str, str], ...]:
    """(folded phrase, canonical value) pairs of a closed question, longest phrase first."""
    pairs = [
        (plain(str(phrase)), str(value))
        for value, phrases in _read("choices.yml")[field].items()
        for phrase in phrases
    ]
    return tuple(sorted(set(pairs), key=lambda pair: -len(pair[0])))


@cache
def load_units() -> tuple[tuple[str, float], ...]:
    """(folded unit, kW per unit) pairs, longest first."""
    pairs = [
        (plain(word).replace(".", ""), float(unit["kilowatts"]))
        for unit in _read("units.yml")["load"]
        for word in unit["words"]
    ]
    return tuple(sorted(set(pairs), key=lambda pair: -len(pair[0])))


@cache
def number_words() -> dict[str, float]:
    """Folded number words → their value."""
    return {
        plain(word): float(value)
        for value, words in _read("units.yml")["numbers"].items()
        for word in words
    }


@cache
def multiples() -> frozenset[str]:
    """Folded words such as lakh and crore."""
    return frozenset(plain(word) for word in _read("units.yml")["multiples"])


@cache
def amount_words() -> dict[str, int]:
    """Folded words that multiply an amount of money → by how much."""
    return {
        plain(word): int(value)
        for value, words in _read("units.yml")["amounts"].items()
        for word in words
    }


def goes_without(text: str) -> bool:
    """Whether folded `text` says: I do not have it, I do not know, go on without."""
    return _choices("without", None).stand_in(text)


def says_choice(text: str, field: str, value: str) -> bool:
    """Whether folded `text` holds a phrase for this value of a closed question."""
    return _choices(field, value).stand_in(text)


@cache
def _choices(field: str, wanted: str | None) -> Phrases:
    return Phrases(
        phrase for phrase, value in choice_words(field) if wanted is None or value == wanted
    )


@cache
def days_back() -> tuple[tuple[str, int], ...]:
    """(folded phrase, days before today) pairs, longest first."""
    pairs = [
        (plain(str(phrase)), int(days))
        for days, phrases in _read("dates.yml")["days_back"].items()
        for phrase in phrases
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def day_words() -> frozenset[str]:
    """Folded words for a day of the month."""
    return frozenset(plain(word) for word in _read("dates.yml")["day_words"])


@cache
def month_words() -> dict[str, int]:
    """Folded month names → 1 to 12."""
    return {
        plain(word): int(month)
        for month, words in _read("dates.yml")["months"].items()
        for word in words
    }


@cache
def lead_ins(field: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(phrases before, phrases after) the thing itself: "mera naam … hai", longest first."""
    both = _read("lead_ins.yml")[field]
    before, after = (
        tuple(sorted({plain(one) for one in both[side]}, key=len, reverse=True))
        for side in ("before", "after")
    )
    return before, after


def names_field(text: str, field: str) -> bool:
    """Whether folded `text` holds a word by which people name a field."""
    return _field(field).stand_in(text)


@cache
def _field(field: str) -> Phrases:
    return Phrases(plain(str(word)) for word in _read("field_words.yml").get(field, []))


def names_topic(text: str, topic: str) -> bool:
    """Whether a folded text holds one of a topic's words or phrases, as whole words."""
    return _topic(topic).stand_in(text)


@cache
def _topic(topic: str) -> Phrases:
    return Phrases(topic_words(topic))


@cache
def topic_words(topic: str) -> frozenset[str]:
    """Folded words of a list in topics.yml: a subject that is not ours, words that fill …"""
    return frozenset(plain(str(word)) for word in _read("topics.yml")[topic])
