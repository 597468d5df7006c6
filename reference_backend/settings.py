"""The only reader of the environment in this package."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from reference_backend.portals.addresses import Address
from reference_backend.postgres import STATEMENT_SECONDS

BUILT_IN_SAMPLE = Path(__file__).parent / "data" / "sample.json"
_PLACEHOLDERS = {"", "changeme", "change-me", "change_me", "secret", "password", "placeholder"}


class RecordsSettings(BaseSettings):
    """Where the records lie: all that a command on them has to know."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    backend_database_url: str = "sqlite:///var/backend.db"

    @field_validator("backend_database_url")
    @classmethod
    def _with_driver(cls, url: str) -> str:
        """PostgreSQL is spoken through psycopg 3, however the address was written."""
        for plain in ("postgresql://", "postgres://"):
            if url.startswith(plain):
                return "postgresql+psycopg://" + url.removeprefix(plain)
        if not url.startswith(("postgresql+psycopg://", "sqlite:///")):
            raise ValueError("BACKEND_DATABASE_URL must begin with sqlite:/// or postgresql://")
        return url


class Settings(RecordsSettings):
    """Settings of the reference backend; each is an environment variable of the same name."""

    backend_host: str = "127.0.0.1"
    backend_port: int = Field(default=8100, ge=1, le=65535)
    backend_api_key: str = Field(default="", validate_default=True)
    notices_url: str = ""
    notices_secret: str = ""
    backend_database_timeout: float = Field(default=STATEMENT_SECONDS, gt=0)
    metrics_token: str = ""
    otel_exporter_otlp_endpoint: str = ""
    jhatpat_url: str = ""
    jhatpat_key: str = ""
    nivesh_mitra_url: str = ""
    nivesh_mitra_key: str = ""
    sample: Path = BUILT_IN_SAMPLE

    @field_validator("backend_api_key")
    @classmethod
    def _not_a_placeholder(cls, key: str) -> str:
        if key.strip().lower() in _PLACEHOLDERS:
            raise ValueError("set BACKEND_API_KEY to a secret of your own (make run makes one)")
        return key.strip()

    @model_validator(mode="after")
    def _notices_are_signed(self) -> Self:
        if self.notices_url and self.notices_secret.strip().lower() in _PLACEHOLDERS:
            raise ValueError("NOTICES_URL needs NOTICES_SECRET, the one that the gateway has")
        return self

    def portals(self) -> dict[str, Address]:
        """The portals that are connected, by the names that the utilities' data give them."""
        named = {
            "jhatpat": Address(self.jhatpat_url, self.jhatpat_key),
            "nivesh_mitra": Address(self.nivesh_mitra_url, self.nivesh_mitra_key),
        }
        return {name: address for name, address in named.items() if address.url}

    @model_validator(mode="after")
    def _portals_have_keys(self) -> Self:
        keyless = [name for name, one in self.portals().items() if not one.key.strip()]
        if keyless:
            raise ValueError(f"{keyless[0].upper()}_URL needs {keyless[0].upper()}_KEY")
        return self
