"""The utility's sign-in service on the wire: what it says of itself, its keys, its tokens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from bot.outward import bounded
from bot.settings import OpenIdSettings
from bot.staff.openid.errors import NotProven, ServiceAway, UnknownKey
from bot.staff.openid.proof import subject_of
from bot.staff.tables import SignInAttempt

SECONDS = 10.0
# How long what it says of itself and its keys is believed; a key that we lack is asked for at once.
BELIEVED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Description:
    """What a service publishes of itself (OpenID Connect Discovery 1.0)."""

    authorization_endpoint: str
    token_endpoint: str
    keys: KeySet
    read_at: datetime


class Service:
    """One service. Its methods raise ServiceAway."""

    def __init__(self, settings: OpenIdSettings) -> None:
        self._settings = settings
        self.issuer = settings.issuer
        self._http = httpx.AsyncClient(**bounded(), timeout=SECONDS, follow_redirects=False)
        self._described: _Description | None = None

    async def close(self) -> None:
        """Give its connections back."""
        await self._http.aclose()

    async def address_to_ask(self, state: str, attempt: SignInAttempt, now: datetime) -> str:
        """Where the browser goes to sign in."""
        described = await self._description(now)
        address: str = prepare_grant_uri(
            described.authorization_endpoint,
            client_id=self._settings.client_id,
            response_type="code",
            redirect_uri=self._settings.redirect_uri,
            scope="openid",
            state=state,
            nonce=attempt.nonce,
            code_challenge=create_s256_code_challenge(attempt.verifier),  # type: ignore[no-untyped-call]
            code_challenge_method="S256",
        )
        return address

    async def who(self, code: str, attempt: SignInAttempt, now: datetime) -> str:
        """The subject that a code stands for. Raises NotProven as well."""
        described = await self._description(now)
        token = await self._redeem(described, code, attempt)
        try:
            return self._subject(token, described, attempt, now)
        except UnknownKey:
            self._described = None  # it may have changed its keys since we read them
        try:
            return self._subject(token, await self._description(now), attempt, now)
        except UnknownKey as error:
            raise NotProven("signed with no key of the service") from error

    def _subject(
        self, token: str, described: _Description, attempt: SignInAttempt, now: datetime
    ) -> str:
        wanted = {"iss": self.issuer, "aud": self._settings.client_id}
        return subject_of(token, described.keys, wanted, attempt.nonce, now)

    async def _redeem(self, described: _Description, code: str, attempt: SignInAttempt) -> str:
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._settings.redirect_uri,
            "code_verifier": attempt.verifier,
        }
        client = httpx.BasicAuth(*self._settings.credentials)
        answer = await self._ask("POST", described.token_endpoint, data=fields, auth=client)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise NotProven("no id_token")
        return token

    async def _description(self, now: datetime) -> _Description:
        if self._described and now - self._described.read_at < BELIEVED:
            return self._described
        said = await self._ask("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if said.get("issuer") != self.issuer:
            raise ServiceAway("it calls itself something else than OIDC_ISSUER")
        try:
            ask, redeem = said["authorization_endpoint"], said["token_endpoint"]
            keys = KeySet.import_key_set(await self._ask("GET", said["jwks_uri"]))  # type: ignore[arg-type]
        except (KeyError, TypeError, ValueError, JoseError) as error:
            raise ServiceAway("it does not describe itself") from error
        self._described = _Description(ask, redeem, keys, now)
        return self._described

    async def _ask(self, method: str, url: str, **parts: Any) -> dict[str, Any]:
        """One request, never repeated: a code can be redeemed once."""
        try:
            answer = await self._http.request(method, url, **parts)
            content = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as error:
            raise ServiceAway(f"{method} {url}") from error
        if answer.status_code >= 500 or not isinstance(content, dict):
            raise ServiceAway(f"{method} {url}: {answer.status_code}")
        if answer.status_code != 200:
            raise NotProven(f"{method} {url}: {answer.status_code}")
        return content
