"""What the action server is told from outside: the only reader of the environment here."""

from __future__ import annotations

from functools import cache

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PLACEHOLDERS = frozenset({"", "changeme", "change-me", "secret", "example"})


class Settings(BaseSettings):
    """Settings of the action server; every one has a line in .env.example."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    actions_host: str = "127.0.0.1"
    actions_port: int = Field(default=5055, ge=1, le=65535)
    backend_url: str = "http://127.0.0.1:8100"
    backend_api_key: str
    #: Seconds that one call to the utility's backend may take, all tries together.
    backend_timeout: float = Field(default=8.0, gt=0, le=60)
    actions_token: str = ""
    metrics_token: str = ""
    otel_exporter_otlp_endpoint: str = ""

    @field_validator("backend_api_key")
    @classmethod
    def _a_real_key(cls, value: str) -> str:
        if value.strip().lower() in PLACEHOLDERS:
            raise ValueError(
                "BACKEND_API_KEY is a placeholder: set a real key, or let make run do it"
            )
        return value

    @field_validator("actions_token", "metrics_token")
    @classmethod
    def _no_placeholder(cls, value: str) -> str:
        if value and value.strip().lower() in PLACEHOLDERS:
            raise ValueError("is a placeholder; put a real token here or leave it empty")
        return value


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
