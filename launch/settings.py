"""The launcher's settings: the only place in this package that reads the environment."""

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError, field_validator

from launch import ROOT, env_file
from launch.errors import SettingsWrong

GENERATED = (
    "BACKEND_API_KEY",
    "FIELD_KEYS",
    "NOTICES_SECRET",
    "METRICS_TOKEN",
    "RASA_TOKEN",
    "ACTIONS_TOKEN",
)


class Settings(BaseModel):
    """Where the parts listen and where the state lies; PORT sets `port`, and so on."""

    port: int = Field(8000, ge=1, le=65535)
    rasa_port: int = Field(5005, ge=1, le=65535)
    actions_port: int = Field(5055, ge=1, le=65535)
    backend_port: int = Field(8100, ge=1, le=65535)
    var: Path = Field(Path("var"), validate_default=True)
    sample: Path | None = None
    start_seconds: float = Field(300, gt=0)
    fakes: bool = False
    fakes_port: int = Field(4010, ge=1, le=65535)

    @field_validator("var", "sample")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        # make is called from the repository's root, so relative paths mean what was typed.
        return None if path is None else (ROOT / path.expanduser()).resolve()

    @field_validator("sample")
    @classmethod
    def _is_there(cls, path: Path | None) -> Path | None:
        if path is not None and not path.is_file():
            raise ValueError(f"there is no file {path}")
        return path


def read(given: Mapping[str, str]) -> Settings:
    """The settings among `given`; an empty value means "not set".

    Raises SettingsWrong, which names the setting and its value.
    """
    values = {
        name: given[name.upper()] for name in Settings.model_fields if given.get(name.upper())
    }
    try:
        return Settings.model_validate(values)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = str(first["loc"][0]).upper()
        raise SettingsWrong(f"{name}={first['input']} cannot be used: {first['msg']}") from None


def environment(path: Path = ROOT / ".env") -> dict[str, str]:
    """The environment for every part: `.env`, completed with missing secrets, below our own."""
    env_file.complete(path, GENERATED, os.environ)
    return {**env_file.values(path), **os.environ}


def bare_environment() -> dict[str, str]:
    """Our environment for a stack that must not be touched by `.env` or a person's settings.

    Only what programs in general need to run is kept: a developer's Telegram token must not
    start a bot inside a test.
    """
    kept = (
        "PATH",
        "HOME",
        "LANG",
        "LC_ALL",
        "TMPDIR",
        "TZ",
        "SSL_CERT_FILE",
        "USER",
        "VIRTUAL_ENV",
    )
    return {name: os.environ[name] for name in kept if name in os.environ}
