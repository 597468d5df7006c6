"""The check of the training lines finds each kind of fault, and names file and line."""

from collections import Counter

import pytest

from scripts.checks.training_lines import (
    ROOT,
    Line,
    faults_between,
    faults_of_coverage,
    faults_of_one,
    folded_text,
)


def line(text: str, variety: str = "hi", intent: str = "check_bill", number: int = 5) -> Line:
    path = ROOT / "nlu" / "data" / variety / f"{intent}.yml"
    return Line(path, number, text, intent, ())


@pytest.mark.parametrize(
    ("text", "variety", "fault"),
    [
        ("bill batao", "hi", "belongs to mixed"),
        ("bill बताओ", "hi_Latn", "belongs to mixed"),
        ("बिल\u200b बताओ", "hi", "U+200B"),
        ("bill [batao", "hi_Latn", "bracket"),
        ("ok hai", "hi", "no Devanagari"),
    ],
)
def test_a_line_by_itself(text: str, variety: str, fault: str) -> None:
    """Scripts, hidden characters and loose brackets."""
    assert [fault in found for found in faults_of_one(line(text, variety))] == [True]


@pytest.mark.parametrize("text", ["शिकायत FLT-2026-000456", "2 kw", "OTP नहीं आया", "बिल बताओ"])
def test_references_and_short_forms_are_at_home_in_every_script(text: str) -> None:
    """Nobody writes a ticket's number in Devanagari letters."""
    if text != "2 kw":
        assert list(faults_of_one(line(text))) == []
    else:
        assert list(faults_of_one(line(text, "en"))) == []


@pytest.mark.parametrize(
    "mark",
    [
        '{"entity": "nothing"}',
        '{"entity": "fault_type", "value": "dark"}',
        '{"entity": fault_type}',
    ],
)
def test_a_mark_must_be_known(mark: str) -> None:
    """An entity or a value that no action reads would be lost silently."""
    one = Line(line("x").path, 5, "बिल बताओ", "check_bill", (("बिल", mark),))
    assert len(list(faults_of_one(one))) == 1


def test_lines_twice_under_two_intents_and_trained_on_are_told_by_place() -> None:
    """The second of two is named, with where the first stands."""
    lines = [
        line("बिल बताओ"),
        line("बिल बताओ!", number=6),
        line("bijli ka bil", "hi_Latn", number=7),
        line("bijlee ka bill", "hi_Latn", "pay_bill", number=8),
        line("bil batao", "hi_Latn", number=9),
    ]
    held_out = {folded_text("बिल बताओ"): "nlu/evaluation/ordinary.jsonl:3"}
    twice, alike, two_intents, *trained_on = sorted(faults_between(lines, held_out))
    assert twice.startswith("nlu/data/hi/check_bill.yml:6: stands at nlu/data/hi/check_bill.yml:5")
    assert two_intents.startswith("nlu/data/hi_Latn/pay_bill.yml:8: means check_bill")
    assert alike.startswith("nlu/data/hi_Latn/check_bill.yml:9: is read like nlu/data/hi/")
    assert [fault.split(" at ")[0] for fault in trained_on] == [
        "nlu/evaluation/ordinary.jsonl:3: is trained on"
    ] * 2


def test_an_errand_with_few_lines_is_named_with_its_file() -> None:
    """Social turns need fewer."""
    enough = {("check_bill", variety): 100 for variety in ("hi", "hi_Latn", "mixed")}
    counts = Counter({**enough, ("check_bill", "en"): 79, ("out_of_scope", "hi"): 800})
    assert list(faults_of_coverage(counts)) == ["nlu/data/en/check_bill.yml: 79 lines of 80"]
