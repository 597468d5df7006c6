"""Migrations as commands, for Compose and Kubernetes: tables first, then whoever uses them."""

import os
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, inspect

from launch import ROOT

COMMANDS = {
    "bot.store": ("DATABASE_URL", "inbound_messages"),
    "reference_backend.migrate": ("BACKEND_DATABASE_URL", "tickets"),
}
KEYS = {"FIELD_KEYS": "dGVzdHMgb25seTogdGhpcnR5LXR3byBieXRlcyBoZXI="}


def migrated(module: str, **env: str) -> subprocess.CompletedProcess[str]:
    """What came of the command."""
    command = [sys.executable, "-m", module]
    whole = {"PATH": os.environ["PATH"], **KEYS, **env}
    return subprocess.run(command, cwd=ROOT, env=whole, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("module", COMMANDS)
def test_a_migration_makes_the_tables_and_can_be_repeated(module: str, postgres_url: str) -> None:
    """At every deployment it runs again."""
    setting, table = COMMANDS[module]
    for _ in range(2):
        ran = migrated(module, **{setting: postgres_url})
        assert ran.returncode == 0, ran.stderr
    engine = create_engine(postgres_url.replace("postgresql:", "postgresql+psycopg:"))
    assert inspect(engine).has_table(table)
    engine.dispose()


@pytest.mark.parametrize("module", COMMANDS)
def test_a_database_that_is_away_ends_the_deployment_without_telling_its_password(
    module: str,
) -> None:
    """Compose and Kubernetes then start nothing that would use it."""
    setting, _ = COMMANDS[module]
    ran = migrated(module, **{setting: "postgresql://bijli:very-secret@127.0.0.1:1/none"})
    assert ran.returncode == 1
    assert "cannot be used" in ran.stderr
    assert "very-secret" not in ran.stdout + ran.stderr
