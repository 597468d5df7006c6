"""What an operator can set. The only reader of the environment in the gateway."""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDERS = {"changeme", "change-me", "change_me", "secret", "password", "token", "xxx", "todo"}

# `KEY=` in an environment file means "not set", as in every shell script.
OptionalSecret = Annotated[SecretStr | None, BeforeValidator(lambda value: value or None)]


class Settings(BaseSettings):
    """Each field is one environment variable of the same name in capitals.

    Raises pydantic's ValidationError, naming the field, for a value that cannot be used,
    a placeholder left in the place of a secret among them.
    """

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True)

    bot_host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    database_url: str = f"sqlite:///{ROOT / 'var' / 'bot.db'}"
    locales_dir: Path = ROOT / "locales"

    rasa_url: str = "http://127.0.0.1:5005"
    rasa_token: OptionalSecret = None
    turn_timeout_seconds: float = Field(default=20.0, gt=0)

    messages_per_minute: int = Field(default=60, gt=0)
    messages_at_once: int = Field(default=60, gt=0)
    conversations_per_minute: int = Field(default=600, gt=0)
    lookups_per_hour: int = Field(default=300, gt=0)

    telegram_bot_token: OptionalSecret = None
    telegram_api_url: str = "https://api.telegram.org"

    @field_validator("rasa_token", "telegram_bot_token")
    @classmethod
    def _is_no_placeholder(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and secret.get_secret_value().strip().lower() in PLACEHOLDERS:
            raise ValueError("is a placeholder; put the real secret here or leave it empty")
        return secret

    @field_validator("rasa_url", "telegram_api_url")
    @classmethod
    def _without_last_slash(cls, url: str) -> str:
        return url.rstrip("/")
