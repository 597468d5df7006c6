"""Localities and times in a message."""

from pathlib import Path

import pytest
from components.fingerprint import LOOKUPS
from components.gazetteer import Gazetteer
from components.phrases import Phrases
from components.times import read_times
from components.words import words_of

GAZETTEER = Gazetteer(LOOKUPS / "localities.tsv")


def places(text: str) -> list[tuple[str, object]]:
    return [
        (text[span.start : span.end], span.value) for span in GAZETTEER.find(text, words_of(text))
    ]


@pytest.mark.parametrize(
    ("text", "typed", "name"),
    [
        ("barra 6 me light nahi", "barra 6", "Barra 6"),
        ("बर्रा-६ में", "बर्रा-६", "Barra 6"),
        ("barra aath", "barra aath", "Barra 8"),
        ("Kidwai Nagar H block", "Kidwai Nagar H block", "Kidwai Nagar h block"),
        ("kidwainagar", "kidwainagar", "Kidwai Nagar"),
        ("गोविंद नगर", "गोविंद नगर", "Govind Nagar"),
        ("govind nagr", "govind nagr", "Govind Nagar"),
        ("रायपुर", "रायपुर", "Raipur"),
    ],
)
def test_a_known_locality_is_found_with_its_number(text: str, typed: str, name: str) -> None:
    """Both scripts, joined words and a slip of one letter."""
    assert places(text) == [(typed, name)]


@pytest.mark.parametrize("text", ["बारह घंटे से", "bara baje", "हाल ही में", "bada bill", ""])
def test_common_words_are_no_localities(text: str) -> None:
    """`barah` is twelve, however near it is to Barra."""
    assert places(text) == []


def test_a_number_of_days_is_not_part_of_the_place() -> None:
    """`barra 3 din se` speaks of three days, not of Barra 3."""
    assert places("barra 3 din se light nahi") == [("barra", "Barra")]


@pytest.mark.parametrize(
    "phrase",
    [
        "kal raat se",
        "कल रात से",
        "3 din se",
        "दो घंटे से",
        "ढाई घंटे से",
        "since yesterday",
        "since last night",
        "for 3 hours",
        "for two nights",
        "all day",
        "poori raat",
        "दिवाली से",
        "subah 6 baje se",
        "hafte bhar se",
        "kl rt se",
        "भिनसारे से",
    ],
)
def test_how_long_it_lasts_is_one_phrase(phrase: str) -> None:
    """The whole phrase is kept as typed: staff read it, nothing computes with it."""
    text = f"light nahi hai {phrase}, kuch karo"
    found = [(span.entity, span.value) for span in read_times(text, words_of(text))]
    assert found == [("duration", phrase)]


def test_that_time_is_over_does_not_belong_to_it() -> None:
    """`do hafte` lasted; `ho gaye` only says that they did."""
    text = "do hafte ho gaye, koi nahi aaya"
    assert [span.value for span in read_times(text, words_of(text))] == ["do hafte"]


@pytest.mark.parametrize("text", ["kab tak aayegi", "din me 20 baar", "मैं घर में हूं", "देखो now"])
def test_other_words_of_time_are_no_duration(text: str) -> None:
    """A question or a frequency says nothing about how long."""
    assert read_times(text, words_of(text)) == []


@pytest.mark.parametrize("text", ["june", "जून", "pichle mahine", "last month", "april 2026"])
def test_a_month_may_be_named_or_counted_from_now(text: str) -> None:
    """Both are how people speak of a bill."""
    assert [(span.entity, span.value) for span in read_times(text, words_of(text))] == [
        ("month", text)
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [("हिंदी में बोलो", "hi"), ("angrezi", "en"), ("roman hindi", "hi-Latn"), ("मराठी", "mr")],
)
def test_a_language_is_known_by_any_of_its_names(text: str, language: str) -> None:
    """The value is a language tag, which the catalogues are named by."""
    phrases = Phrases(LOOKUPS / "languages.tsv", "language")
    assert [span.value for span in phrases.find(words_of(text))] == [language]


def test_every_lookup_table_is_readable(tmp_path: Path) -> None:
    """A table that is missing is an error at start, never an empty gazetteer."""
    with pytest.raises(OSError, match=r"absent\.tsv"):
        Gazetteer(tmp_path / "absent.tsv")
