"""The file `.env`: a person's own settings, and the secrets that were generated for them."""

import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

import dotenv

OWNER_ONLY = 0o600
SECRET_BYTES = 32


def values(path: Path) -> dict[str, str]:
    """What the file sets; nothing when there is no file."""
    return {name: value for name, value in dotenv.dotenv_values(path).items() if value is not None}


def complete(path: Path, names: Iterable[str], environ: Mapping[str, str]) -> None:
    """Write a fresh secret for each of `names` that neither the file nor `environ` gives.

    The file is readable by its owner only.
    """
    present = values(path)
    missing = [name for name in names if not environ.get(name) and not present.get(name)]
    if not missing:
        return
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY, OWNER_ONLY))
    for name in missing:
        dotenv.set_key(path, name, secrets.token_urlsafe(SECRET_BYTES), quote_mode="never")
    path.chmod(OWNER_ONLY)
