"""Long texts in parts that Telegram takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.split import parts_of


@given(st.text(min_size=1, max_size=200), st.integers(min_value=8, max_value=50))
def test_no_part_is_too_long_and_nothing_but_blanks_is_lost(text: str, longest: int) -> None:
    """For any text, emoji and combining signs among it."""
    parts = parts_of(text, longest)

    assert all(len(part.encode("utf-16-le")) <= 2 * longest for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("one two\nthree four", ["one two", "three four"]),
        ("one two three four", ["one two", "three four"]),
        ("abcdefghijklmnop", ["abcdefghijkl", "mnop"]),
        ("कखगघचछजझटठडकि", ["कखगघचछजझटठड", "कि"]),
    ],
)
def test_a_part_ends_with_a_line_a_word_or_a_letter(text: str, parts: list[str]) -> None:
    """A vowel sign stays with its letter."""
    assert parts_of(text, 12) == parts
