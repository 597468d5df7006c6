"""What an operator can set. The only reader of the environment in the gateway."""

from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from bot.settings.openid import OpenIdFields
from bot.settings.sms import SmsFields
from bot.settings.telegram import TelegramFields
from bot.settings.values import ROOT, Address, OptionalSecret, Origin, each, listed
from bot.settings.whatsapp import WhatsAppFields
from bot.store.keyring import Keyring
from bot.store.postgres import QUERY_SECONDS

SHORTEST_KEY = 32
REDIS_SCHEMES = ("redis://", "rediss://", "unix://")


class Settings(TelegramFields, WhatsAppFields, SmsFields, OpenIdFields):
    """Each field is one environment variable of the same name in capitals.

    Raises pydantic's ValidationError, naming the field, for a value that cannot be used,
    a placeholder left in the place of a secret among them.
    """

    bot_host: str = "127.0.0.1"
    trusted_proxies: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    database_url: str = f"sqlite:///{ROOT / 'var' / 'bot.db'}"
    database_timeout: float = Field(default=QUERY_SECONDS, gt=0)
    locales_dir: Path = ROOT / "locales"
    media_dir: Path = ROOT / "var" / "media"
    field_keys: OptionalSecret = None
    privacy_contact: str = ""

    backend_url: str = "http://127.0.0.1:8100"
    backend_api_key: OptionalSecret = None
    speech_to_text_url: str = ""
    speech_to_text_key: OptionalSecret = None
    speech_to_text_seconds: float = Field(default=15.0, gt=0)

    rasa_url: Address = "http://127.0.0.1:5005"
    rasa_token: OptionalSecret = None
    turn_timeout_seconds: float = Field(default=20.0, gt=0)

    redis_url: OptionalSecret = None  # it may hold a password

    messages_per_minute: int = Field(default=60, gt=0)
    messages_at_once: int = Field(default=60, gt=0)
    conversations_per_minute: int = Field(default=600, gt=0)
    storm_begins_at: int = Field(default=100, ge=0)
    lookups_per_hour: int = Field(default=300, gt=0)
    embed_origins: Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(listed)] = ()
    sign_ins_per_minute: int = Field(default=10, gt=0)

    metrics_token: OptionalSecret = None
    otel_exporter_otlp_endpoint: str = ""

    notices_secret: OptionalSecret = None
    quiet_from: int = Field(default=22, ge=0, le=23)
    quiet_until: int = Field(default=7, ge=0, le=23)

    @property
    def keyring(self) -> Keyring:
        """The keys of personal fields; without FIELD_KEYS one that encrypts nothing."""
        return Keyring(each(self.field_keys))

    @field_validator("field_keys")
    @classmethod
    def _are_long_keys(cls, keys: SecretStr | None) -> SecretStr | None:
        if any(len(key) < SHORTEST_KEY for key in each(keys)):
            raise ValueError(f"has keys of {SHORTEST_KEY} random characters or more")
        return keys

    @field_validator("redis_url")
    @classmethod
    def _is_a_redis_address(cls, url: SecretStr | None) -> SecretStr | None:
        if url and not url.get_secret_value().startswith(REDIS_SCHEMES):
            raise ValueError(f"begins with one of {', '.join(REDIS_SCHEMES)}")
        return url
