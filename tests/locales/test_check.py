"""The check of the catalogues finds each kind of fault, and none in what we ship."""

import shutil
from pathlib import Path

import pytest

from scripts.checks.catalogues import ROOT, faults
from scripts.wording_in_code import Spoken, spoken_in


@pytest.fixture(scope="module")
def spoken() -> Spoken:
    """What the real code says."""
    return spoken_in(ROOT)


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    """A copy of the catalogues, to be spoiled."""
    return shutil.copytree(ROOT / "locales", tmp_path / "locales")


def spoil(locales: Path, language: str, old: str, new: str) -> None:
    """Put `new` in the place of `old`, which has to be there."""
    path = locales / language / "LC_MESSAGES" / "messages.po"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_catalogues_that_we_ship_have_no_fault(spoken: Spoken) -> None:
    """Complete, alike and used."""
    assert list(faults(ROOT / "locales", spoken)) == []


NO = 'msgid "choice.consent.no"\nmsgstr "No"'
PAID = 'msgid "demand.paid"\nmsgstr "This amount has been paid."'


@pytest.mark.parametrize(
    ("language", "old", "new", "fault"),
    [
        ("en", PAID, "", "en: demand.paid: missing"),
        ("en", PAID, 'msgid "demand.paid"\nmsgstr ""', "en: demand.paid: empty"),
        ("en", PAID, f"#, fuzzy\n{PAID}", "en: demand.paid: fuzzy"),
        ("en", PAID, f'{PAID}\n\n#~ msgid "old.one"\n#~ msgstr "x"', "en: old.one: obsolete entry"),
        ("en", PAID, f"{PAID}\n\n{PAID}", "en: demand.paid: stands 2 times"),
        ("en", PAID, f'{PAID}\n\nmsgid "demand.x"\nmsgstr "x"', "hi: demand.x: missing"),
        ("en", "Due date: {due}.", "Due date: {when}.", "bill.due_date: placeholders"),
        ("en", "Due date: {due}.", "Due date: {due.", "en: bill.due_date: "),
        (
            "en",
            NO,
            NO.replace('"No"', '"No, I do not agree at all"'),
            "en: choice.consent.no: a but",
        ),
        ("en", NO, NO.replace('"No"', '"Yes, I agree"'), "en: choice.consent: 2 buttons"),
        ("hi", "यह राशि जमा हो चुकी है।", "Jama hai", "hi: demand.paid: no Devanagari"),
        ("hi_Latn", "Yeh rashi jama", "यह rashi jama", "hi_Latn: demand.paid: Devanagari"),
        ("en", "This amount has", "This\u200b amount has", "en: demand.paid: invisible character"),
        ("en", PAID, f"nonsense {PAID}", "en: cannot be read"),
    ],
)
def test_a_fault_is_told(
    locales: Path, spoken: Spoken, language: str, old: str, new: str, fault: str
) -> None:
    """One clear line for it, with language and key."""
    spoil(locales, language, old, new)
    assert [line for line in faults(locales, spoken) if line.startswith(fault)]


def test_a_key_that_nothing_says_is_stale(locales: Path, spoken: Spoken) -> None:
    """Sentences go with the code that said them."""
    for language in ("hi", "hi_Latn", "en"):
        spoil(locales, language, 'msgid "demand.paid"', 'msgid "demand.settled"')
    told = list(faults(locales, spoken))
    assert "demand.settled: nothing in the code says it" in told
    assert "demand.paid: the code says it, no catalogue has it" in told


def test_a_placeholder_that_the_code_does_not_fill_is_told(locales: Path, spoken: Spoken) -> None:
    """Also when all three languages agree on it."""
    for language in ("hi", "hi_Latn", "en"):
        spoil(locales, language, "{account}", "{holder}")
    assert [line for line in faults(locales, spoken) if "the code gives no {holder}" in line]
