"""`.env.example` is the list of settings: none is missing there, none is a leftover."""

import re

import pytest
from pydantic import BaseModel

import actions.settings
import bot.settings
import launch.settings
import reference_backend.settings
from launch import ROOT, env_file

EXAMPLE = ROOT / ".env.example"
CLASSES: list[type[BaseModel]] = [
    actions.settings.Settings,
    bot.settings.Settings,
    launch.settings.Settings,
    reference_backend.settings.Settings,
]


def names_that_parts_read() -> set[str]:
    """The fields of all settings classes and the variables of Rasa's endpoints."""
    fields = {name.upper() for settings in CLASSES for name in settings.model_fields}
    endpoints = (ROOT / "nlu" / "endpoints.yml").read_text(encoding="utf-8")
    return fields | set(re.findall(r"\$\{(\w+)\}", endpoints))


def test_the_example_holds_exactly_the_settings_that_are_read() -> None:
    """Both ways: a new setting needs its line, a removed one takes its line along."""
    assert set(env_file.values(EXAMPLE)) == names_that_parts_read()


def test_every_setting_is_explained() -> None:
    """Above each line, or above the group of lines that it belongs to, stands a comment."""
    before = ""
    for line in EXAMPLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            assert before.startswith("#") or "=" in before, f"{line} has no comment"
        before = line


def test_no_secret_has_a_value() -> None:
    """Nobody's product runs with a key that is printed in a repository."""
    for name, value in env_file.values(EXAMPLE).items():
        if name.endswith(("_KEY", "_TOKEN", "_SECRET")):
            assert value == "", f"{name} must be empty in {EXAMPLE.name}"


@pytest.mark.parametrize("number", ["PORT", "RASA_PORT", "ACTIONS_PORT", "BACKEND_PORT"])
def test_the_ports_are_the_agreed_ones(number: str) -> None:
    """The example shows the defaults that make run uses."""
    default = launch.settings.Settings.model_fields[number.lower()].default
    assert env_file.values(EXAMPLE)[number] == str(default)
