"""The trained model as `make evaluate` measures it: what it must never do."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

NLU = Path(__file__).parents[2] / "nlu"
UNREADABLE = [
    "",
    "   ",
    "😀😀😀",
    "\ud800",
    "\x00\x01\x1b",
    "مرحبا كيف حالك",
    "我的电费账单",
    "?!…",
    "\u200b\u200d",
    "zqxj" * 1024,
]


def evaluate(folder: Path, lines: list[dict[str, Any]], *more: str) -> dict[str, Any]:
    """The figures that `evaluate.py` writes for `lines`."""
    data, out = folder / "lines.jsonl", folder / "figures.json"
    data.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    subprocess.run(
        [NLU / ".venv/bin/python", "-W", "ignore", "evaluate.py", data, "--out", out, *more],
        cwd=NLU,
        check=True,
        capture_output=True,
    )
    figures: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return figures


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the model in place makes of unreadable input, of danger and of plain wishes."""
    lines = [{"text": text, "intent": "greet"} for text in UNREADABLE]
    plain = {
        "report_hazard": ["खंभे से चिंगारी निकल रही है", "taar gir gaya hai sadak pe current aa raha"],
        "report_fault": ["lait nai aari kal se", "power cut since morning"],
        "report_billing_complaint": ["बिल गलत आया h", "bill complaint"],
        "out_of_scope": ["who won the cricket match", "गाना सुनाओ"],
    }
    lines += [{"text": text, "intent": intent} for intent, ones in plain.items() for text in ones]
    return evaluate(tmp_path_factory.mktemp("model"), lines)


def test_unreadable_input_is_out_of_scope_and_nothing_to_be_sure_of(
    figures: dict[str, Any],
) -> None:
    """Other scripts, emoji, control characters, a lone surrogate, 4,096 letters of nothing."""
    found = {error["text"]: error for error in figures["errors"]}
    assert set(UNREADABLE) <= set(found)
    for text in UNREADABLE:
        assert found[text]["predicted"] == "out_of_scope"
        assert found[text]["confidence"] < 0.5


def test_plain_wishes_are_understood_in_every_script(figures: dict[str, Any]) -> None:
    """The project's own examples."""
    wrong = [error["text"] for error in figures["errors"]]
    assert [text for text in wrong if text not in UNREADABLE] == []
    assert figures["hazard_recall"] == 1.0


def test_a_complaint_that_names_no_trouble_gets_none(figures: dict[str, Any]) -> None:
    """`bill complaint` says that something is wrong, not what."""
    assert "billing_issue" not in figures["by_entity"]


def test_another_data_set_runs_through_the_same_pipeline(tmp_path: Path) -> None:
    """Intents with a slash, no entities, no strangers among the lines: nothing is refused."""
    taught = {
        "order/track": ["where is my parcel", "track my order", "parcel not here yet"],
        "order/cancel": ["cancel my order", "I do not want it any more", "stop the parcel"],
    }
    lessons = tmp_path / "lessons.jsonl"
    rows = [{"text": text, "intent": intent} for intent, ones in taught.items() for text in ones]
    lessons.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    asked = [{"text": "track parcel", "intent": "order/track"}, {"text": "zzz", "intent": "x"}]
    figures = evaluate(tmp_path, asked, "--train", str(lessons))
    assert figures["by_intent"]["order/track"]["recall"] == 1.0
    assert [error["predicted"] for error in figures["errors"]] in (
        [["order/track"], ["order/cancel"]]
    )


def test_few_lines_are_enough_for_words_that_were_never_taught(tmp_path: Path) -> None:
    """What a word means is known from elsewhere: `reimbursed` is close to `refund`."""
    taught = {
        "refund": ["when do I get my refund", "refund not received", "mera refund kab aayega"],
        "food": ["the pizza was cold", "bad taste and stale rice", "khana thanda tha"],
        "rider": ["the rider was rude", "delivery boy shouted at me", "rider ne gaali di"],
    }
    rows = [{"text": text, "intent": intent} for intent, ones in taught.items() for text in ones]
    lessons = tmp_path / "lessons.jsonl"
    lessons.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    asked = {"refund": "reimburse my money", "food": "soggy burger", "rider": "impolite driver"}
    lines = [{"text": text, "intent": intent} for intent, text in asked.items()]
    assert evaluate(tmp_path, lines, "--train", str(lessons))["errors"] == []
