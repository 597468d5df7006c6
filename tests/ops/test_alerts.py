"""Dashboards and alerts ask for figures that exist, and every alert has its page."""

import json
from collections.abc import Iterator
from typing import Any

import promql_parser
import pytest
import yaml
from promql_parser import Expr, VectorSelector

from launch import ROOT
from tests.ops.figures import NAMES, label_names

ALERTS: list[dict[str, Any]] = [
    rule
    for group in yaml.safe_load((ROOT / "ops/prometheus/alerts.yml").read_text())["groups"]
    for rule in group["rules"]
]
DASHBOARD: dict[str, Any] = json.loads((ROOT / "ops/grafana/bijli-sahayak.json").read_text())
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
RUNBOOKS = ROOT / "docs/runbooks"
QUESTIONS = {f"alert {rule['alert']}": rule["expr"] for rule in ALERTS} | {
    f"panel {panel['title']} {target['refId']}": target["expr"]
    for panel in PANELS
    for target in panel["targets"]
}
#: Of Prometheus itself and of its client library.
GIVEN = {"up", "process_cpu_seconds_total", "process_resident_memory_bytes"}


def selectors(question: str) -> Iterator[VectorSelector]:
    """What a question in PromQL looks up. Raises ValueError if it is none."""
    found: list[VectorSelector] = []

    def note(node: Expr) -> None:
        if isinstance(node, VectorSelector):
            found.append(node)

    promql_parser.walk(promql_parser.parse(question), note)
    yield from found


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_what_is_asked_for_is_measured(question: str) -> None:
    """A misspelt name would be an alert that never fires."""
    asked = list(selectors(question))
    assert asked
    for one in asked:
        assert one.name in NAMES | GIVEN, one.name
        matched = {matcher.name for matcher in one.matchers.matchers}
        assert matched <= label_names(str(one.name)) | {"job", "instance"}


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_every_alert_has_a_page_that_says_what_to_do(rule: dict[str, Any]) -> None:
    """Whoever is called at night reads it for the first time."""
    page = RUNBOOKS / f"{rule['alert']}.md"
    assert rule["annotations"]["runbook"] == str(page.relative_to(ROOT))
    assert rule["annotations"]["summary"]
    assert rule["labels"]["severity"] in {"page", "ticket"}
    written = page.read_text(encoding="utf-8")
    for heading in (f"# {rule['alert']}", "## What people notice", "## Look at", "## Do"):
        assert f"{heading}\n" in written


def test_no_page_is_left_over() -> None:
    """A page without its alert would be looked for in vain."""
    assert {page.stem for page in RUNBOOKS.glob("*.md")} == {rule["alert"] for rule in ALERTS}


def test_the_dashboard_is_one_that_grafana_loads() -> None:
    """Panels with ids of their own, side by side and not over each other."""
    assert DASHBOARD["uid"] and DASHBOARD["schemaVersion"] >= 39
    ids = [panel["id"] for panel in DASHBOARD["panels"]]
    assert len(ids) == len(set(ids))
    cells = [cell for panel in DASHBOARD["panels"] for cell in _cells(panel["gridPos"])]
    assert len(cells) == len(set(cells))
    assert all(0 <= x < 24 for x, _ in cells)
    for panel in PANELS:
        assert panel["title"] and panel["description"] and panel["targets"]


def test_no_figure_of_ours_is_looked_at_by_nobody() -> None:
    """What is measured and never shown would only cost."""
    shown = {str(one.name) for question in QUESTIONS.values() for one in selectors(question)}
    for name in NAMES:
        family = name.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum")
        assert any(one.startswith(family) for one in shown), name


def _cells(place: dict[str, int]) -> Iterator[tuple[int, int]]:
    for x in range(place["x"], place["x"] + place["w"]):
        for y in range(place["y"], place["y"] + place["h"]):
            yield x, y
