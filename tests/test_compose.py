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
from launch.settings import GENERATED

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OWN: dict[str, tuple[str, type[BaseModel]]] = {
    "backend": ("reference_backend", reference_backend.settings.Settings),
    "actions": ("actions", actions.settings.Settings),
    "gateway": ("bot", bot.settings.Settings),
}


NEEDED = {"POSTGRES_PASSWORD", *GENERATED}
#: They do their work once and end.
MIGRATIONS = {"gateway-migration", "backend-migration"}
PARTS = {"backend", "actions", "rasa", "gateway"}
LASTING = PARTS | {"postgres", "redis", "balancer", "proxy"}


def test_every_part_and_both_stores_are_services() -> None:
    """Nothing that `make run` starts is missing."""
    assert set(SERVICES) == LASTING | MIGRATIONS


@pytest.mark.parametrize("name", sorted(PARTS))
def test_there_are_several_of_each_part(name: str) -> None:
    """Two, unless the operator says otherwise."""
    assert re.fullmatch(r"\$\{[A-Z_]+:-2\}", SERVICES[name]["deploy"]["replicas"])


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_starts_after_what_it_needs_is_healthy(name: str) -> None:
    """Each has a health check, and what it depends on is waited for: until it is healthy, or
    until a migration is done."""
    if name in LASTING:
        assert SERVICES[name]["healthcheck"]["test"]
    else:
        assert SERVICES[name]["restart"] == "no"
    for needed, how in SERVICES[name].get("depends_on", {}).items():
        done = "service_completed_successfully" if needed in MIGRATIONS else "service_healthy"
        assert needed in SERVICES
        assert how == {"condition": done}


@pytest.mark.parametrize("name", ["backend", "gateway"])
def test_tables_are_there_before_whoever_uses_them(name: str) -> None:
    """Each by its own migration, and that one after PostgreSQL."""
    assert f"{name}-migration" in SERVICES[name]["depends_on"]
    assert "postgres" in SERVICES[f"{name}-migration"]["depends_on"]


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


def test_only_the_proxy_is_reachable() -> None:
    """The other parts trust whoever reaches them, and most of them reach nobody outside."""
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"]
    outside = {name for name, service in SERVICES.items() if "outside" in service["networks"]}
    assert outside == {"proxy", "gateway"}


@pytest.mark.parametrize("name", SERVICES)
def test_whoever_breaks_into_a_service_finds_little(name: str) -> None:
    """No root, nothing to write to but what it is for, and no end of memory."""
    service = SERVICES[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    limits = service["deploy"]["resources"]["limits"]
    assert limits["memory"] and limits["cpus"] and service["pids_limit"]
    if "build" not in service:
        assert service["user"] == name
        return
    dockerfile = (ROOT / service["build"]["dockerfile"]).read_text(encoding="utf-8")
    assert re.search(r"^USER [1-9]\d+$", dockerfile, re.MULTILINE)
