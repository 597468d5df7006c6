"""Which way of writing a line shows. Devanagari stands in `lines.yml`, as all data does."""

from pathlib import Path

import httpx
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.conversations.language import Writing, recognise
from tests.bot.chat import Chat
from tests.bot.conftest import Gateway

LINES = yaml.safe_load((Path(__file__).parent / "lines.yml").read_text(encoding="utf-8"))
WRITTEN = [(line, language) for language in ("hi", "hi-Latn", "en") for line in LINES[language]]


@pytest.mark.parametrize(("line", "language"), WRITTEN)
def test_a_sentence_shows_its_language(line: str, language: str) -> None:
    """Devanagari, Hindi in Latin letters and English are told apart, whatever is mixed in."""
    assert Writing("hi").follow(line).language == language
    assert Writing("en").follow(line).language == language


@pytest.mark.parametrize("line", LINES["neutral"])
@pytest.mark.parametrize("language", ["hi", "hi-Latn", "en"])
def test_names_numbers_and_single_words_change_nothing(line: str, language: str) -> None:
    """An answer to a question is no sign of a language."""
    assert Writing(language, shown=True).follow(line).language == language


def test_a_chosen_language_is_left_by_two_clear_lines_running() -> None:
    """Not by one, not by short ones, and a line in the chosen language starts the count anew."""
    clear, short, own = "kal raat se bijli nahi hai", "haan", "when will it come back"
    writing = Writing().choose("en")
    for line in (clear, short, own, clear):
        writing = writing.follow(line)
        assert writing.language == "en"
    left = writing.follow(clear)
    assert (left.language, left.chosen) == ("hi-Latn", False)


@given(st.text())
def test_any_text_has_a_language_or_none(text: str) -> None:
    """Emoji, other scripts and noise are no error."""
    assert recognise(text)[0] in {"hi", "hi-Latn", "en", None}


def test_a_first_word_in_latin_letters_is_answered_in_latin_letters() -> None:
    """Of somebody who has only written "hello" we know that they type Latin letters."""
    assert Writing().follow("hello").language == "hi-Latn"
    assert Writing().follow("2 kw").language == "hi"


def test_a_name_in_latin_letters_does_not_end_a_conversation_in_devanagari() -> None:
    """Once a line has shown the script, words without a sign change nothing."""
    assert Writing().follow(LINES["hi"][0]).follow("Ramesh Kumar").language == "hi"


async def test_the_letters_of_a_kiosk_say_nothing_of_its_visitor(
    gateway: Gateway, rasa_url: str
) -> None:
    """Its screen has Latin ones for everybody; the language is chosen by a button."""
    async with gateway() as url, httpx.AsyncClient(base_url=url, timeout=60) as client:
        for surface, language in (("kiosk", "hi"), ("web", "hi-Latn")):
            body = {"surface": surface, "language": "hi"}
            opened = (await client.post("/api/conversations", json=body)).json()
            chat = Chat(client, opened["conversation_id"], opened["token"])
            answer = await chat.write("kal raat se bijli nahi hai")
            assert answer["language"] == language
