"""Nothing is sent that the operators' filter would drop."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.sms.errors import BadTemplates, UnfitSms
from bot.channels.sms.segments import is_unicode, segments
from bot.channels.sms.templates import PACKAGED, Templates
from bot.errors import NoSms
from bot.settings import ROOT
from bot.wording import Wording
from tests.fakes.sms import register


def plainly(value: Any, _language: str) -> str:
    """Shows arguments as they are."""
    return str(value)


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    """All packaged texts, approved."""
    return Templates(register(PACKAGED, tmp_path / "templates.yml"), plainly)


def changed(tmp_path: Path, **entry: Any) -> Path:
    """A file with one message of one language, some of it put otherwise."""
    one = {
        "category": "service_implicit",
        "variables": ["number"],
        "text": {"en": "Number {#var#}."},
        "id": {"en": "1107000000000000001"},
    }
    path = tmp_path / "changed.yml"
    path.write_text(yaml.safe_dump({"made.one": one | entry}), encoding="utf-8")
    return path


def test_an_sms_is_the_approved_text_with_its_places_filled(templates: Templates) -> None:
    """Character for character."""
    args = {"code": "048213", "purpose": "history", "minutes": 5}
    _, words = templates.worded("sms.code", "en", args)
    said = "048213 is your Bijli Sahayak code (history), valid for 5 minutes."
    assert words == f"{said} Do not tell it to anyone."


def test_a_language_without_a_template_gets_the_english_one(tmp_path: Path) -> None:
    """An SMS in English is better than none."""
    english = Templates(register(PACKAGED, tmp_path / "en.yml", "en"), plainly)
    template, _ = english.worded("sms.missed_call", "hi", {"number": "CLB-2026-000001"})
    assert template.language == "en"


PACKAGED_TEXTS: dict[str, Any] = yaml.safe_load(PACKAGED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", ["hi", "hi-Latn", "en"])
@pytest.mark.parametrize("key", PACKAGED_TEXTS)
def test_every_packaged_text_can_be_sent(templates: Templates, key: str, language: str) -> None:
    """In all three languages, in its own script, and in two parts at most: one that is approved
    with a fault in it reaches nobody."""
    values = {"code": "048213", "minutes": 5, "purpose": "p" * 30, "number": "FLT-2026-000123"}
    values["due"] = "24 September 2026"
    template, words = templates.worded(key, language, values)
    assert template.language == language
    assert segments(words) <= 2
    assert is_unicode(words) == (language == "hi")


def test_a_notice_by_sms_tells_what_the_catalogue_tells(templates: Templates) -> None:
    """Its key is the catalogue's, and so are the arguments that it needs."""
    wording = Wording(ROOT / "locales")
    for key in PACKAGED_TEXTS:
        if not key.startswith("sms."):
            sentence = wording.phrases(key, "en")[key]
            template = templates.find(key, "en")
            assert template is not None
            assert all(f"{{{name}}}" in sentence for name in template.variables), key


@pytest.mark.parametrize("number", ["x" * 31, "", "two\nlines"])
def test_a_value_that_does_not_fit_its_place_is_refused(templates: Templates, number: str) -> None:
    """Loudly, and before anything is stored."""
    with pytest.raises(UnfitSms):
        templates.worded("sms.missed_call", "en", {"number": number})


def test_letters_do_not_fit_a_place_for_digits(templates: Templates) -> None:
    """A {#numeric#} place takes digits alone."""
    with pytest.raises(UnfitSms):
        templates.worded("sms.code", "en", {"code": "48 213", "purpose": "x", "minutes": 5})


def test_what_was_never_approved_is_not_said(templates: Templates) -> None:
    """No template, no SMS."""
    with pytest.raises(NoSms):
        templates.worded("answer.greet", "hi", {})


@pytest.mark.parametrize(
    "entry",
    [
        {"id": {"en": "12345"}},
        {"id": {"hi": "1107000000000000001"}},
        {"variables": []},
        {"variables": ["one", "two"]},
        {"text": {"en": "Number {#what#}."}},
        {"category": "promotional"},
        {"sender": "BIJLIS"},
    ],
)
def test_a_file_that_cannot_work_is_refused_at_start(tmp_path: Path, entry: dict[str, Any]) -> None:
    """An id of another length, a text that its variables do not fit, an unknown word."""
    with pytest.raises(BadTemplates, match="changed"):
        Templates(changed(tmp_path, **entry), plainly)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1, max_size=30))
def test_any_short_value_fits_a_place(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    """Also one that looks like a pattern or a place itself."""
    template = Templates(changed(tmp_path_factory.mktemp("t")), plainly).find("made.one", "en")
    assert template is not None
    assert template.filled({"number": value}) == f"Number {value}."


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("a" * 152 + "€" + "a" * 152, 3),
        ("ब" * 70, 1),
        ("ब" * 71, 2),
        ("ब" * 134, 2),
        ("ब" * 135, 3),
        ("a" * 70 + "₹", 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
    ],
)
def test_parts_are_counted_as_operators_count_them(text: str, parts: int) -> None:
    """160 and 153 letters, 70 and 67 with Hindi in it; no letter is cut in half: 33 emoji of
    two units fill 66 of 67."""
    assert segments(text) == parts


def test_one_letter_makes_the_whole_sms_unicode() -> None:
    """A rupee sign or a curly quote costs as much as Hindi."""
    assert [is_unicode(text) for text in ("Rs 5 {~}", "₹5", "it’s", "बिल")] == [
        False,
        True,
        True,
        True,
    ]
