"""Nothing that a person types can be a command to Rasa, or break anything on the way."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.cleaning import cleaned, words_for_rasa
from bot.errors import EmptyMessage, MessageTooLong

# Slashes among everything that is not seen at the start of a line.
SLY = st.text(st.sampled_from('/ \t\n\u200b\u200d\u2060\ufeff\u00a0\u0301{"a'), max_size=12)


@given(st.one_of(SLY, st.text()))
def test_what_reaches_rasa_never_begins_with_a_slash(text: str) -> None:
    """Also where invisible characters stand before it, in any order."""
    words = words_for_rasa(text)
    seen = [c for c in words if unicodedata.category(c) not in {"Cf", "Cc", "Zs", "Zl", "Zp"}]
    assert words == words.strip() != ""
    assert not seen or seen[0] != "/"


@given(st.text(max_size=4096))
def test_what_is_kept_can_be_stored_and_sent(text: str) -> None:
    """No NUL, no lone surrogate; Devanagari joiners stay."""
    try:
        kept = cleaned(text)
    except EmptyMessage:
        return
    assert json.loads(json.dumps(kept).encode()) == kept
    kept.encode("utf-8")
    assert "\x00" not in kept


def test_the_joiners_of_devanagari_stay() -> None:
    """They belong to the spelling."""
    word = "\u0936\u0915\u094d\u200d\u0924\u093f"
    assert cleaned(f" {word}\n") == word


def test_the_bound_is_the_contracts() -> None:
    """4,096 code points, whatever their bytes."""
    assert len(cleaned("\u092c" * 4096)) == 4096
    with pytest.raises(MessageTooLong):
        cleaned("\u092c" * 4097)
