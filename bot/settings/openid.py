"""The utility's own sign-in service for its staff."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import quote_plus

from pydantic import Field, SecretStr, model_validator

from bot.settings.public import PublicAddress
from bot.settings.values import OptionalSecret


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


class OpenIdFields(PublicAddress):
    """What an operator sets for it: all of it or nothing."""

    oidc_issuer: str = Field(
        default="", pattern=r"^(https://.+|http://(127\.0\.0\.1|localhost)\b.*)?$"
    )
    oidc_client_id: str = ""
    oidc_client_secret: OptionalSecret = None

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
