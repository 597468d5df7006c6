"""What is seen from outside of a product that works: logs, traces, metrics."""

import json
import re
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.faults.patience import until
from tests.watching.busy import PEOPLE, SECRETS, complain, play
from tests.watching.conftest import Watched

PARTS = ("gateway", "rasa", "actions", "backend")
#: From Meta's webhook to the record, in the order in which a message travels.
WAY = {
    ("gateway", "request"),
    ("gateway", "arrival"),
    ("gateway", "turn"),
    ("gateway", "rasa"),
    ("rasa", "action"),
    ("actions", "errand"),
    ("actions", "backend"),
    ("backend", "request"),
}


@pytest.fixture(scope="session")
def busy(watched: Watched) -> Watched:
    """The product after people wrote on every channel and parts were away."""
    play(watched)
    return watched


def logs(folder: Path) -> dict[str, str]:
    """Everything that the parts wrote down."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.log*")}


def test_no_log_holds_a_number_a_name_or_a_word_of_anybody(busy: Watched) -> None:
    """Whatever went wrong: the lines name things by our own numbers."""
    written = logs(busy.stack.logs)
    for name, text in written.items():
        if name.startswith("fakes"):
            continue  # the telephones are no part of the product
        folded = text.casefold()
        found = [secret for secret in SECRETS if secret.casefold() in folded]
        assert found == [], name
        assert not re.search(r"(?<![\w.-])(?:91)?[6-9]\d{9}(?![\w-])", text), name


def test_what_went_wrong_is_told_in_json_with_its_trace(busy: Watched) -> None:
    """The gateway's line about a failed turn leads to every other part's."""
    lines = [
        json.loads(line)
        for line in logs(busy.stack.logs)["gateway.log"].splitlines()
        if line.startswith("{")
    ]
    failed = [line for line in lines if "stays open" in line["said"]]
    assert failed
    for line in failed:
        assert line["part"] == "gateway"
        assert line["level"] == "warning"
        assert re.fullmatch(r"[0-9a-f]{32}", line["trace"])


def test_one_trace_leads_from_the_webhook_to_the_record(busy: Watched) -> None:
    """The message is stored in between, taken up by other tasks, and crosses four processes."""
    # A part that is ended at once takes its last spans along, so somebody writes anew.
    complain(busy.stack.phones_url, "whatsapp", *PEOPLE["afterwards"])
    until(lambda: any(spans >= WAY for spans in busy.collector.traces.values()))


@pytest.mark.parametrize("part", PARTS)
def test_metrics_are_for_whoever_holds_the_token(busy: Watched, part: str) -> None:
    """A stranger gets neither figures nor a reason."""
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "wrong"}):
        answer = httpx.get(f"{busy.parts[part]}/metrics", headers=headers, timeout=60)
        assert answer.status_code == 401
        assert answer.text == ""
    assert "process_resident_memory_bytes" in busy.metrics(part)


@pytest.mark.parametrize("part", PARTS)
def test_labels_are_few_and_say_nothing_of_anybody(busy: Watched, part: str) -> None:
    """A label with a number in it would be a series for each person."""
    series = 0
    for family in text_string_to_metric_families(busy.metrics(part)):
        series += len(family.samples)
        for sample in family.samples if family.name.startswith("bijli_") else []:
            told = {name: value for name, value in sample.labels.items() if name != "le"}
            assert not any(re.search(r"\d{4}", value) for value in told.values()), told
    assert series < 1500


def test_the_figures_tell_of_the_run(busy: Watched) -> None:
    """What was played is what is counted."""
    counted = busy.metrics("gateway") + busy.metrics("actions")
    for metric in (
        'bijli_answer_seconds_count{channel="whatsapp"}',
        'bijli_answer_seconds_count{channel="telegram"}',
        'bijli_turn_failures_total{kind="',
        'bijli_records_total{series="FLT"}',
        'bijli_requests_kept_total{errand="report_fault"}',
        'bijli_backend_call_seconds_count{outcome="BackendUnreachable"',
    ):
        value = re.search(re.escape(metric) + r"\S* (\S+)", counted)
        assert value, metric
        assert float(value[1]) > 0, metric
