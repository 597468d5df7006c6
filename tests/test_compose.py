"""docker-compose.yml is what `make run` is, with databases; read as Compose reads it."""

import re
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

import actions.settings
import bot.settings
import reference_backend.settings
from launch import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OWN: dict[str, tuple[str, type[BaseModel]]] = {
    "backend": ("reference_backend", reference_backend.settings.Settings),
    "actions": ("actions", actions.settings.Settings),
    "gateway": ("bot", bot.settings.Settings),
}


NEEDED = {"POSTGRES_PASSWORD", "BACKEND_API_KEY", "NOTICES_SECRET", "FIELD_KEYS"}


def test_every_part_and_both_stores_are_services() -> None:
    """Nothing that `make run` starts is missing."""
    assert set(SERVICES) == {"postgres", "redis", "backend", "actions", "rasa", "gateway"}


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_starts_after_what_it_needs_is_healthy(name: str) -> None:
    """Each has a health check, and what it depends on is waited for."""
    assert SERVICES[name]["healthcheck"]["test"]
    for needed, how in SERVICES[name].get("depends_on", {}).items():
        assert needed in SERVICES
        assert how == {"condition": "service_healthy"}


@pytest.mark.parametrize("name", OWN)
def test_our_services_are_told_only_settings_that_they_read(name: str) -> None:
    """A misspelt variable would silently leave a default in force."""
    package, settings = OWN[name]
    assert SERVICES[name]["command"] == ["python", "-m", package]
    read = {field.upper() for field in settings.model_fields}
    assert set(SERVICES[name]["environment"]) <= read


def test_no_secret_has_a_default() -> None:
    """What the parts need among themselves must be given, or Compose refuses to start; the
    secret of a channel that is not used is empty, and never anything else."""
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            if variable in NEEDED or "PASSWORD" in str(value):
                assert ":?" in value, f"{name}: {variable}"
            elif re.search(r"PASSWORD|_KEY|_SECRET|_TOKEN", variable):
                assert value == f"${{{variable}:-}}", f"{name}: {variable}"


def test_only_the_gateway_is_reachable_and_no_image_runs_as_root() -> None:
    """The other parts trust whoever reaches them."""
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["gateway"]
    for dockerfile in (ROOT / "docker").glob("Dockerfile*"):
        assert "\nUSER bijli" in dockerfile.read_text(encoding="utf-8"), dockerfile.name
