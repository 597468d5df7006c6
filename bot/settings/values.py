"""How single values are written in the environment."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDERS = {"changeme", "change-me", "change_me", "secret", "password", "token", "xxx", "todo"}


def _no_placeholder(secret: SecretStr | None) -> SecretStr | None:
    if secret and secret.get_secret_value().strip().lower() in PLACEHOLDERS:
        raise ValueError("is a placeholder; put the real secret here or leave it empty")
    return secret


# `KEY=` in an environment file means "not set", as in every shell script.
OptionalSecret = Annotated[
    SecretStr | None,
    BeforeValidator(lambda value: value or None),
    AfterValidator(_no_placeholder),
]

OptionalPath = Annotated[Path | None, BeforeValidator(lambda value: value or None)]

#: An address of somebody's interface, to which paths are put.
Address = Annotated[str, AfterValidator(lambda url: url.rstrip("/"))]

# "https://www.example.org" or with a port: what a browser calls an origin.
Origin = Annotated[str, Field(pattern=r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$")]


def listed(value: object) -> object:
    """What stands in the environment between commas."""
    if not isinstance(value, str):
        return value
    return [one.strip() for one in value.split(",") if one.strip()]


def each(keys: SecretStr | None) -> list[str]:
    """The keys of a list with commas."""
    return [key.strip() for key in keys.get_secret_value().split(",")] if keys else []
