"""Every figure that the parts give out, as their own registries name them."""

import json
import subprocess
from collections.abc import Iterator
from importlib import import_module

from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase

from launch import ROOT

#: Where figures are made known to the registry.
MODULES = (
    "actions.metrics",
    "backend_client.metrics",
    "bot.metrics.backlog",
    "bot.metrics.figures",
    "bot.metrics.routes",
    "reference_backend.metrics",
)
OURS = "bijli_"
_ENDS = {"histogram": ("_bucket", "_count", "_sum"), "counter": ("_total",), "gauge": ("",)}
#: Rasa's process has an environment of its own.
_RASAS = """
import json, sys
sys.path.insert(0, "nlu")
import serving.metrics
from prometheus_client import REGISTRY
print(json.dumps([[one._name, one._type, list(one._labelnames)]
    for one in REGISTRY._collector_to_names if hasattr(one, "_labelnames")]))
"""


def _here() -> Iterator[tuple[str, str, list[str]]]:
    for module in MODULES:
        import_module(module)
    for one in list(REGISTRY._collector_to_names):
        if isinstance(one, MetricWrapperBase):
            yield one._name, str(one._type), list(one._labelnames)


def _in_rasa() -> Iterator[tuple[str, str, list[str]]]:
    ran = subprocess.run(
        [ROOT / "nlu/.venv/bin/python", "-W", "ignore", "-c", _RASAS],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    yield from json.loads(ran.stdout.splitlines()[-1])


_FAMILIES = {
    name: (kind, labels) for name, kind, labels in (*_here(), *_in_rasa()) if name.startswith(OURS)
}
#: Names as Prometheus stores them.
NAMES = frozenset(name + end for name, (kind, _) in _FAMILIES.items() for end in _ENDS[kind])


def label_names(name: str) -> set[str]:
    """The labels that a figure has; none for what is not ours."""
    for family, (kind, labels) in _FAMILIES.items():
        if name in {family + end for end in _ENDS[kind]}:
            return {*labels, *(["le"] if kind == "histogram" else [])}
    return set()
