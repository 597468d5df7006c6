"""A sign-in service (OpenID Connect provider) as the gateway and a browser see it on the wire.

It keeps the rules that the gateway relies on: a code is redeemed once, by the client that it was
given to, with the verifier of its PKCE challenge. What it gets wrong on purpose is set by tests.
"""

import secrets
from base64 import b64decode
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlencode

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID = "bijli-desk"
CLIENT_SECRET = "issuer-test: secret/with+signs"


class FakeIssuer:
    """Whoever comes is signed in as `subject`. `claims` are laid over those of the next tokens,
    `key` signs them; `published` are the keys that everybody can read."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.url = ""
        self.subject = "asha@utility"
        self.claims: dict[str, Any] = {}
        self.key = self.new_key()
        self.published = [self.key]
        self.away = False
        self._clock = clock
        self._codes: dict[str, dict[str, str]] = {}
        self.app = FastAPI()
        self.app.get("/.well-known/openid-configuration")(self.describe)
        self.app.get("/keys")(self.keys)
        self.app.get("/authorize")(self.authorize)
        self.app.post("/token")(self.token)

    @staticmethod
    def new_key() -> RSAKey:
        """A key pair as such a service makes one now and then."""
        return RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"})

    async def describe(self) -> Response:
        """OpenID Connect Discovery 1.0."""
        if self.away:
            return JSONResponse({"error": "maintenance"}, 503)
        ends = {"authorization_endpoint": "authorize", "token_endpoint": "token"}
        places = {name: f"{self.url}/{path}" for name, path in ends.items()}
        return JSONResponse({"issuer": self.url, "jwks_uri": f"{self.url}/keys", **places})

    async def keys(self) -> dict[str, Any]:
        """The public halves."""
        return {"keys": [key.as_dict(private=False) for key in self.published]}

    async def authorize(self, request: Request) -> Response:
        """The person signs in at once and is sent back with a code."""
        asked = dict(request.query_params)
        assert asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"], "iss": self.url})
        return RedirectResponse(f"{asked['redirect_uri']}?{back}", 303)

    async def token(self, request: Request) -> Response:
        """A code against an ID token."""
        form = dict(parse_qsl((await request.body()).decode()))
        kind, _, written = request.headers.get("Authorization", "").partition(" ")
        client = [unquote_plus(part) for part in b64decode(written).decode().split(":")]
        if kind != "Basic" or client != [CLIENT_ID, CLIENT_SECRET]:
            return JSONResponse({"error": "invalid_client"}, 401)
        asked = self._codes.pop(form["code"], None)
        if asked is None or not self._redeems(asked, form):
            return JSONResponse({"error": "invalid_grant"}, 400)
        return JSONResponse(
            {"access_token": "unused", "token_type": "Bearer", "id_token": self._signed(asked)}
        )

    def _redeems(self, asked: dict[str, str], form: dict[str, str]) -> bool:
        challenge: str = create_s256_code_challenge(form["code_verifier"])  # type: ignore[no-untyped-call]
        fits = challenge == asked["code_challenge"]
        return fits and form["redirect_uri"] == asked["redirect_uri"]

    def _signed(self, asked: dict[str, str]) -> str:
        now = self._clock()
        claims = {
            "iss": self.url,
            "sub": self.subject,
            "aud": CLIENT_ID,
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(minutes=5)).timestamp()),
            "nonce": asked["nonce"],
            **self.claims,
        }
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)
