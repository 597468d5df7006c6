"""What the product is deployed with fits the tools that read it, and the parts that it starts."""

import re
import subprocess
import sys
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

import actions.settings
import bot.settings
import reference_backend.settings
from launch import ROOT
from tests.ops.figures import NAMES

MANIFESTS: list[dict[str, Any]] = [
    one
    for path in sorted((ROOT / "ops/kubernetes").glob("*.yaml"))
    for one in yaml.safe_load_all(path.read_text(encoding="utf-8"))
]
DEPLOYMENTS = {one["metadata"]["name"]: one for one in MANIFESTS if one["kind"] == "Deployment"}
READ: dict[str, type[BaseModel]] = {
    "backend": reference_backend.settings.Settings,
    "actions": actions.settings.Settings,
    "gateway": bot.settings.Settings,
}
RASAS = {"RASA_DATABASE_URL", "RASA_TOKEN", "ACTIONS_TOKEN", "METRICS_TOKEN"}


def named(kind: str) -> dict[str, dict[str, Any]]:
    """The manifests of a kind by name."""
    return {one["metadata"]["name"]: one for one in MANIFESTS if one["kind"] == kind}


def containers(deployment: dict[str, Any]) -> list[dict[str, Any]]:
    """What runs in a pod, migrations included."""
    pod = deployment["spec"]["template"]["spec"]
    return [*pod["containers"], *pod.get("initContainers", [])]


def test_the_tools_find_no_fault() -> None:
    """hadolint, Compose's schema, Caddy and Kubernetes' schemas."""
    check = [sys.executable, str(ROOT / "scripts/checks/deployment.py")]
    ran = subprocess.run(check, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_every_part_has_its_place_in_the_cluster() -> None:
    """An address, a budget for disruptions, who may reach it, and how many there are."""
    parts = {"gateway", "rasa", "actions", "backend"}
    assert set(DEPLOYMENTS) == parts
    for kind in ("Service", "PodDisruptionBudget", "HorizontalPodAutoscaler", "NetworkPolicy"):
        assert parts <= set(named(kind)), kind


@pytest.mark.parametrize("name", sorted(DEPLOYMENTS))
def test_a_part_is_told_only_settings_that_it_reads(name: str) -> None:
    """A misspelt variable would silently leave a default in force."""
    read = {field.upper() for field in READ[name].model_fields} if name in READ else RASAS
    for one in containers(DEPLOYMENTS[name]):
        assert {told["name"] for told in one["env"]} <= read


def test_what_all_parts_are_told_somebody_reads() -> None:
    """The settings that are no secrets."""
    read = {field.upper() for settings in READ.values() for field in settings.model_fields}
    told = set(named("ConfigMap")["bijli-sahayak"]["data"])
    assert told <= read | {"ACTION_ENDPOINT_URL"}
    assert not [name for name in told if re.search(r"SECRET|TOKEN|KEY|DATABASE", name)]


def test_every_secret_that_is_needed_is_in_the_instructions() -> None:
    """Without one of them a pod would wait for it for ever."""
    instructions = (ROOT / "ops/kubernetes/README.md").read_text(encoding="utf-8")
    for deployment in DEPLOYMENTS.values():
        for one in containers(deployment):
            for told in one["env"]:
                source = told.get("valueFrom", {}).get("secretKeyRef", {"optional": True})
                assert source.get("optional") or f"--from-literal={source['key']}=" in instructions


@pytest.mark.parametrize("name", sorted(DEPLOYMENTS))
def test_whoever_breaks_into_a_pod_finds_little(name: str) -> None:
    """No root, nothing to write to but what it is for, no token of the cluster's."""
    pod = DEPLOYMENTS[name]["spec"]["template"]["spec"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["automountServiceAccountToken"] is False
    for one in containers(DEPLOYMENTS[name]):
        assert one["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert one["resources"]["limits"]["memory"]


@pytest.mark.parametrize("name", sorted(DEPLOYMENTS))
def test_how_many_there_are_follows_the_queue(name: str) -> None:
    """By a figure that is measured, and that the cluster is told of."""
    scaler = named("HorizontalPodAutoscaler")[name]["spec"]
    assert scaler["scaleTargetRef"]["name"] == name
    assert 2 <= scaler["minReplicas"] < scaler["maxReplicas"]
    adapter = named("ConfigMap")["prometheus-adapter-bijli"]["data"]["config.yaml"]
    rules = {rule["name"]["as"] for rule in yaml.safe_load(adapter)["externalRules"]}
    asked = {
        metric["external"]["metric"]["name"]
        for metric in scaler["metrics"]
        if metric["type"] == "External"
    }
    assert asked
    assert asked <= rules & NAMES
