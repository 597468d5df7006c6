"""Every sentence can be said, in all three languages."""

from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from bot.wording import Wording
from bot.wording.phrases import SORRY

LANGUAGES = ("hi", "hi-Latn", "en")
WORDING = Wording(Path(__file__).parents[2] / "locales")
KEYS = sorted(WORDING.phrases("", "en"))

MONEY = {"type": "money", "value": 123198.5}
MOMENT = {"type": "datetime", "value": "2026-11-24T14:30:00+05:30"}
VALUES: dict[str, Any] = {
    **dict.fromkeys(("amount", "total", "arrears", "surcharge"), MONEY),
    **dict.fromkeys(("due", "until"), MOMENT),
    "count": 44,
    "digits": 9,
    "load": {"type": "kilowatt", "value": 2.5},
    "kind": {"type": "word", "value": "kind.fault"},
    "status": {"type": "word", "value": "status.ticket.received"},
    "documents": {
        "type": "list",
        "value": [
            {"type": "word", "value": f"choice.documents.{one}"} for one in ("photo", "bl_form")
        ],
    },
}


def said(key: str, language: str, **changed: Any) -> str:
    """The sentence with a plausible value for each of its placeholders."""
    template = WORDING.phrases(key, language)[key]
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    args = {name: VALUES.get(name, "FLT-2026-000123") for name in names} | changed
    return WORDING.phrase(key, language, args)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_every_sentence_is_said_whole(key: str, language: str) -> None:
    """No placeholder is left over, and nothing falls back to the apology."""
    sentence = said(key, language)
    assert sentence.strip()
    assert not {"{", "}"} & set(sentence)
    assert key == SORRY or sentence != WORDING.phrase(SORRY, language)


@pytest.mark.parametrize(
    ("language", "deadline"),
    [
        ("hi", "मंगलवार, 24 नवंबर, दोपहर 2:30 बजे"),
        ("hi-Latn", "Mangalwaar, 24 November, dopahar 2:30 baje"),
        ("en", "Tue 24 Nov, 2:30 pm"),
    ],
)
def test_a_deadline_is_said_as_people_say_the_time(language: str, deadline: str) -> None:
    """The day, and the hour with its part of the day."""
    assert deadline in said("ticket.due", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_counter_is_said_in_the_singular(language: str) -> None:
    """A count chooses the form."""
    assert said("office.counters", language, count=1) != said(
        "office.counters", language, count=2
    ).replace("2", "1")


@pytest.mark.parametrize("language", LANGUAGES)
def test_safety_words_name_the_distance_and_whom_to_call(language: str) -> None:
    """Ten metres, 1912, and 112 for the injured, short enough for a frightened reader."""
    words = said("hazard.safety", language)
    assert {"10", "1912", "112"} <= set(words.replace(".", " ").replace(",", " ").split())
    assert len(words.split()) <= 35


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [key for key in KEYS if key.startswith("made.")])
def test_what_was_made_is_announced_with_its_number(key: str, language: str) -> None:
    """No success without the backend's reference."""
    assert "FLT-2026-000123" in said(key, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("key", "button"),
    [
        ("ticket.late", "button.escalate"),
        ("ticket.closed_ask", "button.reopen"),
        ("escalate.already_closed", "button.reopen"),
        ("reopen.still_open", "button.escalate"),
        ("backend.unreachable", "button.try_again"),
    ],
)
def test_a_sentence_names_its_button_as_the_button_names_itself(
    key: str, button: str, language: str
) -> None:
    """Who is told to choose something finds it."""
    assert f"'{WORDING.phrase(button, language)}'" in said(key, language)
