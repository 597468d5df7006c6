"""What a prompt invites is what the errand takes: examples and button titles, typed as they
stand, in all three languages."""

import re
from collections.abc import Iterator

import pytest

from actions.errands import ERRANDS
from actions.errands.outage_info import OutageInfo
from actions.fields.base import Accepted, Question
from actions.fields.choices import Choice
from actions.questions import CONFIRMATION
from tests.actions.turns import typed
from tests.locales.test_sentences import LANGUAGES, WORDING

_ASKED = [question for errand in ERRANDS.values() for question in errand.asks]
QUESTIONS = {one.wording: one for one in (*_ASKED, CONFIRMATION, OutageInfo.add_me)}

_QUOTED = re.compile(r"'([^']+)'")
_NUMBER = re.compile(r"(?:जैसे|[Jj]aise|example) ([\dA-Z][\dA-Z -]*\d)")
_NO = {"नहीं", "nahi", "no"}


def examples() -> Iterator[tuple[str, str, str]]:
    """(wording, language, example) for every example that a prompt gives."""
    for wording in QUESTIONS:
        for language in LANGUAGES:
            prompt = WORDING.phrase(wording, language)
            for example in (*_QUOTED.findall(prompt), *_NUMBER.findall(prompt)):
                yield wording, language, example


@pytest.mark.parametrize(("wording", "language", "example"), [*examples()])
def test_the_example_of_a_prompt_is_an_answer(wording: str, language: str, example: str) -> None:
    """People type what they are shown."""
    intent = "deny" if example in _NO else "inform"
    reading = QUESTIONS[wording].read(typed(example, intent, language=language))
    assert isinstance(reading, Accepted)


def titles() -> Iterator[tuple[Question, str, str]]:
    """(question, value, title) for every button of every closed question."""
    for question in QUESTIONS.values():
        for value in question.options():
            for language in LANGUAGES:
                title = WORDING.phrase(f"choice.{question.name}.{value}", language)
                yield question, value, title


@pytest.mark.parametrize(
    ("question", "value", "title"),
    [*titles()],
    ids=[f"{question.wording}-{title}" for question, _, title in titles()],
)
def test_a_title_that_is_typed_counts_like_its_button(
    question: Question, value: str, title: str
) -> None:
    """Where buttons cannot be tapped their words are written."""
    reading = question.read(typed(title))
    assert isinstance(reading, Accepted)
    assert reading.values[question.name] in (value, [value])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "question",
    [one for one in QUESTIONS.values() if one.optional],
    ids=lambda one: one.wording,
)
def test_to_skip_can_be_typed_too(question: Question, language: str) -> None:
    """The title of the button that goes on without an answer."""
    reading = question.read(typed(WORDING.phrase("button.skip", language), "nlu_fallback"))
    assert isinstance(reading, Accepted)
    assert reading.values[question.name] is None


def test_every_closed_question_is_among_those_that_were_tried() -> None:
    """The claims above are about all of them."""
    assert {one.name for one in QUESTIONS.values() if isinstance(one, Choice)} >= {
        "fault_type",
        "billing_issue",
        "connection_category",
        "documents",
        "confirmation",
        "consent",
    }
