"""What an operator can set. The only reader of the environment in the gateway."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import quote_plus

from pydantic import BeforeValidator, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.store.keyring import Keyring

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDERS = {"changeme", "change-me", "change_me", "secret", "password", "token", "xxx", "todo"}

SHORTEST_KEY = 32

REDIS_SCHEMES = ("redis://", "rediss://", "unix://")

# `KEY=` in an environment file means "not set", as in every shell script.
OptionalSecret = Annotated[SecretStr | None, BeforeValidator(lambda value: value or None)]


# "https://www.example.org" or with a port: what a browser calls an origin.
Origin = Annotated[str, Field(pattern=r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$")]


def _listed(value: object) -> object:
    """What stands in the environment between commas."""
    if not isinstance(value, str):
        return value
    return [one.strip() for one in value.split(",") if one.strip()]


@dataclass(frozen=True, slots=True)
class WhatsAppSettings:
    """What the WhatsApp channel needs, all of it given."""

    phone_number_id: str
    access_token: SecretStr
    app_secret: SecretStr
    verify_token: SecretStr
    api_url: str
    templates: Path


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """What the Telegram channel needs. With a `webhook_secret` Telegram brings its updates to
    the webhook under `public_url`; without one it is asked for them."""

    bot_token: SecretStr
    api_url: str
    webhook_secret: SecretStr | None
    public_url: str


@dataclass(frozen=True, slots=True)
class SmsSettings:
    """What SMS need, all of it given. `provider`: a request form of channels/sms/data."""

    api_url: str
    api_key: SecretStr
    header: str
    principal_entity_id: str
    otp_secret: SecretStr
    provider: str
    templates: Path
    hook_secret: SecretStr | None


@dataclass(frozen=True, slots=True)
class OpenIdSettings:
    """The utility's own sign-in service for its staff, all of it given."""

    issuer: str
    client_id: str
    client_secret: SecretStr
    redirect_uri: str

    @property
    def credentials(self) -> tuple[str, str]:
        """Client id and secret as HTTP Basic carries them: written as in a form before they are
        joined (RFC 6749, section 2.3.1)."""
        return quote_plus(self.client_id), quote_plus(self.client_secret.get_secret_value())


class Settings(BaseSettings):
    """Each field is one environment variable of the same name in capitals.

    Raises pydantic's ValidationError, naming the field, for a value that cannot be used,
    a placeholder left in the place of a secret among them.
    """

    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True)

    bot_host: str = "127.0.0.1"
    trusted_proxies: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    database_url: str = f"sqlite:///{ROOT / 'var' / 'bot.db'}"
    locales_dir: Path = ROOT / "locales"
    media_dir: Path = ROOT / "var" / "media"
    field_keys: OptionalSecret = None
    privacy_contact: str = ""

    backend_url: str = "http://127.0.0.1:8100"
    backend_api_key: OptionalSecret = None
    speech_to_text_url: str = ""
    speech_to_text_key: OptionalSecret = None
    speech_to_text_seconds: float = Field(default=15.0, gt=0)

    rasa_url: str = "http://127.0.0.1:5005"
    rasa_token: OptionalSecret = None
    turn_timeout_seconds: float = Field(default=20.0, gt=0)

    redis_url: OptionalSecret = None  # it may hold a password

    messages_per_minute: int = Field(default=60, gt=0)
    messages_at_once: int = Field(default=60, gt=0)
    conversations_per_minute: int = Field(default=600, gt=0)
    storm_begins_at: int = Field(default=100, ge=0)
    lookups_per_hour: int = Field(default=300, gt=0)
    embed_origins: Annotated[tuple[Origin, ...], NoDecode, BeforeValidator(_listed)] = ()
    sign_ins_per_minute: int = Field(default=10, gt=0)

    metrics_token: OptionalSecret = None
    otel_exporter_otlp_endpoint: str = ""

    notices_secret: OptionalSecret = None
    quiet_from: int = Field(default=22, ge=0, le=23)
    quiet_until: int = Field(default=7, ge=0, le=23)

    telegram_bot_token: OptionalSecret = None
    telegram_api_url: str = "https://api.telegram.org"
    telegram_webhook_secret: OptionalSecret = None
    public_url: str = ""

    whatsapp_phone_number_id: str = ""
    whatsapp_access_token: OptionalSecret = None
    whatsapp_app_secret: OptionalSecret = None
    whatsapp_verify_token: OptionalSecret = None
    whatsapp_api_url: str = "https://graph.facebook.com/v23.0"
    whatsapp_templates: Path = ROOT / "bot" / "channels" / "whatsapp" / "data" / "templates.yml"

    sms_api_url: str = ""
    sms_api_key: OptionalSecret = None
    sms_header: str = Field(default="", pattern=r"^([A-Za-z]{6})?$")
    sms_principal_entity_id: str = Field(default="", pattern=r"^([0-9]{19})?$")
    sms_provider: str = "generic"
    sms_templates: Annotated[Path | None, BeforeValidator(lambda value: value or None)] = None
    otp_secret: OptionalSecret = None
    hook_secret: OptionalSecret = None

    oidc_issuer: str = Field(
        default="", pattern=r"^(https://.+|http://(127\.0\.0\.1|localhost)\b.*)?$"
    )
    oidc_client_id: str = ""
    oidc_client_secret: OptionalSecret = None

    @property
    def keyring(self) -> Keyring:
        """The keys of personal fields; without FIELD_KEYS one that encrypts nothing."""
        return Keyring(_each(self.field_keys))

    @property
    def sms(self) -> SmsSettings | None:
        """None if the operator sends no SMS."""
        if not (self.sms_api_key and self.otp_secret and self.sms_templates):
            return None
        return SmsSettings(
            self.sms_api_url,
            self.sms_api_key,
            self.sms_header,
            self.sms_principal_entity_id,
            self.otp_secret,
            self.sms_provider,
            self.sms_templates,
            self.hook_secret,
        )

    @property
    def openid(self) -> OpenIdSettings | None:
        """None if staff sign in with passwords alone."""
        if self.oidc_client_secret is None:
            return None
        return OpenIdSettings(
            self.oidc_issuer,
            self.oidc_client_id,
            self.oidc_client_secret,
            f"{self.public_url}/login/oidc/return",
        )

    @property
    def telegram(self) -> TelegramSettings | None:
        """None if the operator has no bot on Telegram."""
        if self.telegram_bot_token is None:
            return None
        return TelegramSettings(
            self.telegram_bot_token,
            self.telegram_api_url,
            self.telegram_webhook_secret,
            self.public_url,
        )

    @property
    def whatsapp(self) -> WhatsAppSettings | None:
        """None if the operator has no WhatsApp number."""
        access, app, verify = (
            self.whatsapp_access_token,
            self.whatsapp_app_secret,
            self.whatsapp_verify_token,
        )
        if not (self.whatsapp_phone_number_id and access and app and verify):
            return None
        return WhatsAppSettings(
            self.whatsapp_phone_number_id,
            access,
            app,
            verify,
            self.whatsapp_api_url,
            self.whatsapp_templates,
        )

    @model_validator(mode="after")
    def _telegram_is_whole(self) -> Self:
        if self.telegram_webhook_secret and not self.telegram_bot_token:
            raise ValueError("Telegram's webhook needs TELEGRAM_BOT_TOKEN as well")
        return self

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _is_a_secret_that_telegram_takes(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret.get_secret_value()):
            raise ValueError("has 1 to 256 characters of A-Z, a-z, 0-9, _ and -")
        return secret

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://")):
            raise ValueError("begins with https:// (or http:// for a local Bot API server)")
        return url

    @model_validator(mode="after")
    def _whatsapp_is_whole(self) -> Self:
        names = ("phone_number_id", "access_token", "app_secret", "verify_token")
        absent = [name for name in names if not getattr(self, f"whatsapp_{name}")]
        if absent and len(absent) < len(names):
            # A webhook without its secret would have to refuse everybody.
            listed = ", ".join(f"WHATSAPP_{name.upper()}" for name in absent)
            raise ValueError(f"WhatsApp needs {listed} as well")
        return self

    @model_validator(mode="after")
    def _openid_is_whole(self) -> Self:
        names = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")
        absent = [name.upper() for name in names if not getattr(self, name)]
        if len(absent) == len(names):
            return self
        absent += [] if self.public_url else ["PUBLIC_URL"]
        if absent:
            raise ValueError(f"signing in by OpenID Connect needs {', '.join(absent)} as well")
        return self

    @model_validator(mode="after")
    def _sms_is_whole(self) -> Self:
        names = ("api_url", "api_key", "header", "principal_entity_id", "templates")
        absent = [f"SMS_{name.upper()}" for name in names if not getattr(self, f"sms_{name}")]
        if len(absent) == len(names):
            return self
        absent += [] if self.otp_secret else ["OTP_SECRET"]
        if absent:
            # Without one of them the operators' filter would drop every SMS unseen.
            raise ValueError(f"SMS needs {', '.join(absent)} as well")
        return self

    @field_validator(
        "otp_secret",
        "hook_secret",
        "sms_api_key",
        "backend_api_key",
        "speech_to_text_key",
        "rasa_token",
        "notices_secret",
        "metrics_token",
        "oidc_client_secret",
        "telegram_bot_token",
        "telegram_webhook_secret",
        "whatsapp_access_token",
        "whatsapp_app_secret",
        "whatsapp_verify_token",
    )
    @classmethod
    def _is_no_placeholder(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret and secret.get_secret_value().strip().lower() in PLACEHOLDERS:
            raise ValueError("is a placeholder; put the real secret here or leave it empty")
        return secret

    @field_validator("field_keys")
    @classmethod
    def _are_long_keys(cls, keys: SecretStr | None) -> SecretStr | None:
        if any(len(key) < SHORTEST_KEY for key in _each(keys)):
            raise ValueError(f"has keys of {SHORTEST_KEY} random characters or more")
        return keys

    @field_validator("redis_url")
    @classmethod
    def _is_a_redis_address(cls, url: SecretStr | None) -> SecretStr | None:
        if url and not url.get_secret_value().startswith(REDIS_SCHEMES):
            raise ValueError(f"begins with one of {', '.join(REDIS_SCHEMES)}")
        return url

    @field_validator(
        "public_url", "rasa_url", "telegram_api_url", "whatsapp_api_url", "sms_api_url"
    )
    @classmethod
    def _without_last_slash(cls, url: str) -> str:
        return url.rstrip("/")


def _each(keys: SecretStr | None) -> list[str]:
    """The keys of a list with commas."""
    return [key.strip() for key in keys.get_secret_value().split(",")] if keys else []
