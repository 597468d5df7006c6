"""Passwords of staff: argon2id, computed beside the event loop."""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from bot.staff.errors import WeakPassword

SHORTEST = 12  # characters; NIST SP 800-63B-4 asks for length, not for kinds of characters
LONGEST = 200

_hasher = PasswordHasher()  # argon2id with the library's current costs (RFC 9106, low memory)
# Compared with where there is no such login, so that both cases take the same time.
_NOBODYS = _hasher.hash(secrets.token_urlsafe(32))


async def hashed(password: str, login: str) -> str:
    """The hash to store. Raises WeakPassword."""
    if not SHORTEST <= len(password) <= LONGEST or login.casefold() in password.casefold():
        raise WeakPassword
    return await asyncio.to_thread(_hasher.hash, password)


async def fits(stored: str | None, password: str) -> bool:
    """Whether the password is the one whose hash is stored; as slow without a stored one."""
    return await asyncio.to_thread(_fits, stored, password[: LONGEST + 1])


def random_password() -> str:
    """For a first sign-in: long enough, and easy to copy from a terminal."""
    return secrets.token_urlsafe(15)


def _fits(stored: str | None, password: str) -> bool:
    try:
        return _hasher.verify(stored or _NOBODYS, password) and stored is not None
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False
