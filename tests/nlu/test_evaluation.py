"""Figures of the language model: what counts as right, and what a bad file is told."""

import json
from pathlib import Path

import pytest
from evaluation.lines import BadLines, Line, Mark, read_lines
from evaluation.model import Understood
from evaluation.scores import scores


def answer(intent: str, *marks: Mark) -> Understood:
    return Understood(intent, 0.9, marks, 1.0)


def test_figures_have_the_form_that_other_programs_read() -> None:
    """The keys are a contract."""
    figures = scores([Line("hi", "greet", "en", ())], [answer("greet")])
    assert set(figures) == {
        "n",
        "intent_accuracy",
        "by_variety",
        "by_intent",
        "entity_f1",
        "by_entity",
        "oos",
        "hazard_recall",
        "ms_per_message",
        "errors",
    }
    assert json.loads(json.dumps(figures)) == figures


def test_refusals_are_counted_for_and_against() -> None:
    """Recall on strangers' questions, and the share of our own that were turned away."""
    lines = [Line(text, intent, "hi", ()) for text, intent in (("a", "out_of_scope"),) * 2]
    lines += [Line("b", "check_bill", "hi", ()), Line("c", "report_hazard", "en", ())]
    answers = [answer(intent) for intent in ("out_of_scope", "greet", "out_of_scope")]
    figures = scores(lines, [*answers, answer("report_hazard")])
    assert figures["oos"] == {"recall": 0.5, "false_rejection": 0.5}
    assert figures["hazard_recall"] == 1.0
    assert figures["by_variety"] == {"en": 1.0, "hi": 0.3333}
    assert [error["predicted"] for error in figures["errors"]] == ["greet", "out_of_scope"]


def test_a_choice_counts_by_value_and_a_fact_by_its_span() -> None:
    """Which words say `no_supply` does not matter; where a number stands does."""
    marks = (Mark("fault_type", "no_supply", 0, 4), Mark("pincode", "208027", 5, 11))
    found = (Mark("fault_type", "no_supply", 0, 20), Mark("pincode", "208027", 4, 11))
    figures = scores(
        [Line("x" * 20, "report_fault", "hi", marks)], [answer("report_fault", *found)]
    )
    assert figures["by_entity"]["fault_type"]["f1"] == 1.0
    assert figures["by_entity"]["pincode"]["f1"] == 0.0
    assert figures["entity_f1"] == 0.5


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[1]",
        '{"text": "hi"}',
        '{"text": 1, "intent": "greet"}',
        '{"text": "hi", "intent": "greet", "entities": [{"entity": "x", "start": 0, "end": 9}]}',
    ],
)
def test_a_bad_line_is_named_by_its_number(tmp_path: Path, bad: str) -> None:
    """Whoever wrote the file must find the place."""
    path = tmp_path / "lines.jsonl"
    path.write_text(f'{{"text": "hi", "intent": "greet"}}\n\n{bad}\n', encoding="utf-8")
    with pytest.raises(BadLines, match="line 3"):
        read_lines(path)


def test_lines_may_lack_variety_and_entities_and_hold_further_keys(tmp_path: Path) -> None:
    """Public collections know neither our varieties nor our entities."""
    path = tmp_path / "lines.jsonl"
    path.write_text('{"text": "\\ud800", "intent": "greet", "id": 7}\n', encoding="utf-8")
    assert read_lines(path) == [Line("\ud800", "greet", "unknown", ())]


def test_a_missing_or_empty_file_is_said_so(tmp_path: Path) -> None:
    """A typing error in a file name is no traceback."""
    (tmp_path / "empty.jsonl").touch()
    for name in ("absent.jsonl", "empty.jsonl"):
        with pytest.raises(BadLines, match=name):
            read_lines(tmp_path / name)
