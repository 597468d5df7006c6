"""Tokens of the utility's sign-in service that do not prove who somebody is."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.bot.staff.conftest import NOW
from tests.bot.staff.elsewhere import Elsewhere, leave
from tests.bot.staff.elsewhere import clock as clock
from tests.bot.staff.elsewhere import elsewhere as elsewhere
from tests.bot.staff.elsewhere import issuer as issuer
from tests.fakes.issuer import CLIENT_ID, CLIENT_SECRET, FakeIssuer

NOT_CONFIRMED = "did not confirm who you are"


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another attempt"},
        {"nonce": None},
        {"aud": "another-client"},
        {"aud": [CLIENT_ID, "another-client"], "azp": "another-client"},
        {"iss": "https://another.example"},
        {"exp": int((NOW - timedelta(minutes=2)).timestamp())},
        {"iat": int((NOW + timedelta(minutes=10)).timestamp())},
        {"sub": ""},
    ],
    ids=[
        "wrong nonce",
        "no nonce",
        "wrong audience",
        "another's party",
        "wrong issuer",
        "expired",
        "of the future",
        "nobody",
    ],
)
async def test_a_token_that_does_not_prove_it_lets_nobody_in(
    elsewhere: Elsewhere, issuer: FakeIssuer, claims: dict[str, Any]
) -> None:
    """Whatever is wrong with it, the page says the same, and the record says that it happened."""
    issuer.claims = claims
    async with elsewhere() as browser:
        back = await leave(browser)
        refused = await browser.see(f"{back}&language=en")
        assert refused.status_code == HTTPStatus.FORBIDDEN
        assert NOT_CONFIRMED in refused.text
        assert (await browser.see("/desk")).status_code == HTTPStatus.SEE_OTHER
        await browser.sign_in("boss")
        assert "NotProven" in (await browser.see("/audit")).text


@pytest.mark.parametrize("forgery", ["foreign key", "shared secret"])
async def test_a_forged_signature_lets_nobody_in(
    elsewhere: Elsewhere, issuer: FakeIssuer, monkeypatch: pytest.MonkeyPatch, forgery: str
) -> None:
    """A key that the service does not publish, or the client's secret as if it were one."""
    async with elsewhere() as browser:
        if forgery == "foreign key":
            issuer.key = issuer.new_key()
        else:
            monkeypatch.setattr(issuer, "_signed", signed_with_the_secret(issuer))
        refused = await browser.see(f"{await leave(browser)}&language=en")
        assert refused.status_code == HTTPStatus.FORBIDDEN
        assert NOT_CONFIRMED in refused.text


def signed_with_the_secret(issuer: FakeIssuer) -> Callable[[dict[str, str]], str]:
    """Makes tokens that whoever knows the client's secret can make."""
    key = OctKey.import_key(CLIENT_SECRET)

    def signed(asked: dict[str, str]) -> str:
        until = int((NOW + timedelta(minutes=5)).timestamp())
        claims = {"iss": issuer.url, "sub": issuer.subject, "aud": CLIENT_ID, "exp": until}
        claims |= {"iat": int(NOW.timestamp()), "nonce": asked["nonce"]}
        return jwt.encode({"alg": "HS256"}, claims, key, algorithms=["HS256"])

    return signed
