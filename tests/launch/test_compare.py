"""Conversation files find what went differently, and say it."""

from pathlib import Path
from typing import Any

import pytest

from launch.chat_api import Button, Turn
from launch.compare import of_record, of_turn, with_names
from launch.conversation import ConversationFileWrong, Step, load

ANSWER = Turn(
    status=200,
    texts=["Your ticket is FLT-2026-000123.", "It will be seen to by 6 pm."],
    buttons=[Button("Single phase", '/inform{"phase": "single"}')],
    expects="phase",
    language="en",
    references=["FLT-2026-000123"],
)

AS_IT_WAS = {
    "status": 200,
    "expects": "phase",
    "language": "en",
    "contains": ["your TICKET", "{ticket}"],
    "lacks": ["error"],
    "references": ["FLT"],
    "buttons": ["single"],
    "remember": {"fault": 0},
}


def complaints(**stated: Any) -> list[str]:
    """What a step that states this finds wrong with the answer."""
    return of_turn(Step(say="hello", **stated), ANSWER, {"ticket": "FLT-2026-000123"})


def test_an_answer_as_stated_raises_no_complaint() -> None:
    """All statements hold at once."""
    assert complaints(**AS_IT_WAS) == []


@pytest.mark.parametrize(
    ("stated", "got"),
    [
        ({"status": 422}, "got 200"),
        ({"expects": None}, "got phase"),
        ({"language": "hi"}, "got en"),
        ({"contains": ["bill"]}, 'contain "bill"'),
        ({"lacks": ["ticket"]}, 'not to contain "ticket"'),
        ({"references": []}, "FLT-2026-000123"),
        ({"references": ["FLT", "HZD"]}, "FLT-2026-000123"),
        ({"buttons": ["three"]}, "single"),
        ({"remember": {"second": 1}}, "second"),
    ],
)
def test_each_difference_is_told_with_what_was_got(stated: dict[str, Any], got: str) -> None:
    """No statement of a file is decoration."""
    (complaint,) = complaints(**stated)
    assert got in complaint


def test_names_are_filled_in_and_other_braces_stay() -> None:
    """A payload's braces are no names."""
    text = with_names('/inform{"n": "{ticket}"}', {"ticket": "FLT-2026-000001"})
    assert text == '/inform{"n": "FLT-2026-000001"}'


def test_records_are_compared_field_by_field() -> None:
    """Decimals given as text count as numbers; a missing record and a wrong field are told."""
    held = {"number": "NC-2026-000001", "load_kw": "2.00", "status": "received"}
    assert of_record({"number": "NC-2026-000001", "load_kw": 2}, held) == []
    assert "'received'" in of_record({"number": "NC-2026-000001", "status": "paid"}, held)[0]
    assert "no record" in of_record({"number": "NC-2026-000001"}, None)[0]


@pytest.mark.parametrize(
    "text",
    [
        "title: t\nturns: []",
        "title: t\nturns: [{say: a, tap: b}]",
        "title: t\nturns: [{say: a, expcts: b}]",
        "title: [",
    ],
)
def test_a_file_that_says_nonsense_is_refused_by_name(tmp_path: Path, text: str) -> None:
    """A misspelt statement must not pass as no statement."""
    path = tmp_path / "odd.yml"
    path.write_text(text)
    with pytest.raises(ConversationFileWrong, match=r"odd\.yml"):
        load(path)
