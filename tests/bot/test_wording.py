"""Catalogue keys and typed values become words."""

from pathlib import Path
from typing import Any

import pytest

from bot.errors import BadCatalogue
from bot.wording import Wording
from tests.bot.catalogues import write_catalogues


@pytest.fixture(scope="module")
def wording(locales: Path) -> Wording:
    return Wording(locales)


SHOWN: list[tuple[Any, str]] = [
    ("barra 6", "barra 6"),
    (7, "7"),
    ({"type": "money", "value": 3198}, "₹3,198"),
    ({"type": "money", "value": 1234567}, "₹12,34,567"),
    ({"type": "money", "value": 3198.5}, "₹3,198.50"),
    ({"type": "money", "value": "0"}, "₹0"),
    ({"type": "money", "value": -250}, "-₹250"),
    ({"type": "number", "value": 2.5}, "2.5"),
    ({"type": "kilowatt", "value": 2.0}, "2 kW"),
    ({"type": "date", "value": "2026-12-05"}, "5 December 2026"),
    ({"type": "datetime", "value": "2026-11-24T17:40:00+05:30"}, "Tue 24 Nov, 5:40 pm"),
    ({"type": "datetime", "value": "2026-11-24T12:10:00+00:00"}, "Tue 24 Nov, 5:40 pm"),
    ({"type": "word", "value": "test.yes"}, "test.yes [en]"),
    ({"type": "name", "value": {"latin": "Kakadeo", "devanagari": "काकादेव"}}, "Kakadeo"),
    ({"type": "list", "value": ["a", {"type": "money", "value": 5}]}, "a, ₹5"),
]


@pytest.mark.parametrize(("value", "shown"), SHOWN)
def test_values_are_shown_as_people_here_write_them(
    wording: Wording, value: Any, shown: str
) -> None:
    """Lakhs, Indian time, words of the catalogue."""
    assert wording.phrase("test.echo", "en", {"said": value}) == f"{shown} [en]"


@pytest.mark.parametrize(
    ("language", "shown"), [("hi", "काकादेव"), ("hi-Latn", "Kakadeo"), ("en", "Kakadeo")]
)
def test_a_name_is_shown_in_the_script_that_the_person_reads(
    wording: Wording, language: str, shown: str
) -> None:
    """The utility has both."""
    name = {"type": "name", "value": {"latin": "Kakadeo", "devanagari": "काकादेव"}}
    assert wording.phrase("test.echo", language, {"said": name}) == f"{shown} [{language}]"


UNSHOWABLE: list[Any] = [
    None,
    True,
    {"type": "money", "value": "lots"},
    {"type": "money"},
    {"type": "riddle", "value": 1},
    {"type": "date", "value": "05/12/2026"},
    {"type": "datetime", "value": "2026-11-24T17:40:00"},
    {"type": "word", "value": "no.such.word"},
    {"type": "list", "value": 5},
    {"type": ["money"], "value": 5},
    {"type": "money", "value": "NaN"},
    {"type": "number", "value": "sNaN"},
    {"type": "kilowatt", "value": {}},
    {"type": "date", "value": None},
]


@pytest.mark.parametrize("value", UNSHOWABLE, ids=str)
def test_a_value_that_cannot_be_shown_becomes_an_apology(wording: Wording, value: Any) -> None:
    """Never a stack trace, a raw key or a guess."""
    assert wording.phrase("test.echo", "en", {"said": value}) == "gateway.sorry_menu [en]"


@pytest.mark.parametrize("args", [{}, {"other": "x"}])
def test_a_missing_argument_becomes_an_apology(wording: Wording, args: dict[str, Any]) -> None:
    """No placeholder is ever shown."""
    assert wording.phrase("test.echo", "hi", args) == "gateway.sorry_menu [hi]"


def test_braces_in_what_a_person_wrote_are_only_text(wording: Wording) -> None:
    """What people type is never read as a placeholder."""
    assert wording.phrase("test.echo", "en", {"said": "{said.__class__}"}).startswith("{said.")


@pytest.mark.parametrize(("count", "shown"), [(1, "one day [en]"), (3, "3 days")])
def test_a_count_chooses_the_plural(wording: Wording, count: int, shown: str) -> None:
    """By the rule of the catalogue."""
    assert wording.phrase("test.days", "en", {"count": count}) == shown


def test_months_and_days_are_words_of_each_language(wording: Wording) -> None:
    """Devanagari, Latin-letter Hindi and English each have their own."""
    args = {"when": {"type": "date", "value": "2026-12-05"}}
    said = [wording.phrase("test.due", language, args) for language in ("hi", "hi-Latn", "en")]
    assert said == [
        "due 5 \u0926\u093f\u0938\u0902\u092c\u0930 2026 [hi]",
        "due 5 December 2026 [hi-Latn]",
        "due 5 December 2026 [en]",
    ]


def test_a_catalogue_that_lacks_the_indispensable_is_found_at_start(tmp_path: Path) -> None:
    """The gateway does not start when it could not even apologise."""
    path = write_catalogues(tmp_path) / "en" / "LC_MESSAGES" / "messages.po"
    path.write_text(path.read_text().replace("gateway.unavailable", "gateway.other"))
    with pytest.raises(BadCatalogue, match=r"gateway\.unavailable"):
        Wording(tmp_path)


@pytest.mark.parametrize("content", [None, "msgid broken"])
def test_a_catalogue_that_cannot_be_read_is_found_at_start(
    tmp_path: Path, content: str | None
) -> None:
    """Absent or broken, the error names the file."""
    path = write_catalogues(tmp_path) / "hi" / "LC_MESSAGES" / "messages.po"
    path.unlink() if content is None else path.write_text(content)
    with pytest.raises(BadCatalogue, match=str(path)):
        Wording(tmp_path)
