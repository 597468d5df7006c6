"""What an ID token proves: that this service says now, to us and in this attempt, who it is."""

from datetime import datetime

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from bot.staff.openid.errors import NotProven, UnknownKey

#: Signatures by a key pair only: with a shared secret, whoever can check could also forge.
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
LEEWAY = 60  # seconds that two clocks may differ


def subject_of(token: str, keys: KeySet, wanted: dict[str, str], nonce: str, now: datetime) -> str:
    """The `sub` of an ID token (OpenID Connect Core 1.0, section 3.1.3.7).

    `wanted`: the issuer (`iss`) and our client id (`aud`). Raises NotProven; UnknownKey where
    it is signed with a key that is not among `keys`.
    """
    options = {name: {"essential": True, "value": value} for name, value in wanted.items()}
    try:
        signed = jwt.decode(token, keys, algorithms=ALGORITHMS)
        params = {"nonce": nonce, "client_id": wanted["aud"]}
        claims = CodeIDToken(signed.claims, signed.header, options, params)
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    except InvalidKeyIdError as error:
        raise UnknownKey from error
    except (JoseError, ValueError, TypeError) as error:
        raise NotProven(type(error).__name__) from error
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject:
        raise NotProven("sub")
    return subject
