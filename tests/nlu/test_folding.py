"""One spelling for what people type in many ways."""

import pytest
from components.folding import fold, skeleton
from components.words import words_of


@pytest.mark.parametrize(
    "spellings",
    [
        ("बिजली", "bijli", "bijlee", "BIJLI", "बिजलि"),
        ("ज़्यादा", "ज्यादा", "jyada", "zyada"),
        ("हज़रतगंज", "ह\u095bरतगंज", "हजरतगंज"),
        ("शक्ति", "शक्\u200dति", "शक\u094d\u200bति"),
        ("लाइट", "light", "lait"),
        ("आएगी", "aayegi", "aaegi"),
        ("हाँ", "हां", "ha", "haa"),
        ("१२३", "123"),
    ],
)
def test_spellings_of_one_word_fold_into_one(spellings: tuple[str, ...]) -> None:
    """Script, vowel length, aspiration, nukta and joiners do not tell words apart."""
    assert len({fold(spelling) for spelling in spellings}) == 1


def test_words_that_differ_stay_apart() -> None:
    """Folding levels spellings, not words."""
    words = ["बिल", "बिजली", "मीटर", "लोड", "नया", "नहीं", "कनेक्शन", "तार"]
    assert len({fold(word) for word in words}) == len(words)


def test_a_word_with_its_vowels_dropped_has_the_same_skeleton() -> None:
    """`nmbr` is `number` to a person in a hurry."""
    assert skeleton(fold("nmbr")) == skeleton(fold("number")) == skeleton(fold("nambar"))


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("बिल/भुगतान", ["बिल", "भुगतान"]),
        ("2kw", ["2", "kw"]),
        ("barra-6 में।", ["barra", "6", "में"]),
        ("शक्‍ति नगर", ["शक्‍ति", "नगर"]),
        ("  light   नहीं!! ", ["light", "नहीं"]),
        ("\ud800 light \x00", ["light"]),
        ("", []),
        (" ...\n", []),
    ],
)
def test_words_are_cut_on_the_text_as_typed(text: str, typed: list[str]) -> None:
    """Spans point into the message, so a mark can be shown and stored as it was written."""
    assert [text[word.start : word.end] for word in words_of(text)] == typed
